package io.isotrail.ingest.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** Looks into a record of which nothing is taken for granted. */
final class Json {

  /** AWS's word for values that it leaves out on purpose. */
  static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

  private Json() {}

  /** The text of a field; empty when it is missing, null or no text. */
  static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value != null && value.isTextual() ? value.textValue() : "";
  }

  /** Whether a value stands there that AWS left out on purpose. */
  static boolean isHidden(JsonNode value) {
    return value.isTextual() && value.textValue().equals(HIDDEN);
  }

  /** A text cut to a number of characters. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    // Never between the two halves of a character.
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }

  /** The node at a dotted path; a missing node when there is none. */
  static JsonNode at(JsonNode node, String dotted) {
    JsonNode current = node;
    for (String segment : dotted.split("\\.", -1)) {
      current = current.path(segment);
    }
    return current;
  }

  /**
   * All nodes at a dotted path in which {@code []} after a segment means each element of that list.
   * What is there but is neither object nor list, where one of these is needed, is given as it is:
   * nobody knows what it would have held.
   */
  static List<JsonNode> all(JsonNode node, String dotted) {
    return all(node, dotted, true);
  }

  /** All nodes that can be seen at a dotted path, and nothing of what is above them. */
  static List<JsonNode> seen(JsonNode node, String dotted) {
    return all(node, dotted, false);
  }

  private static List<JsonNode> all(JsonNode node, String dotted, boolean parentsToo) {
    List<JsonNode> current = List.of(node);
    for (String segment : dotted.split("\\.", -1)) {
      boolean each = segment.endsWith("[]");
      String field = each ? segment.substring(0, segment.length() - 2) : segment;
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode parent : current) {
        if (parentsToo && !parent.isObject() && !parent.isNull()) {
          next.add(parent);
          continue;
        }
        JsonNode child = parent.isObject() ? parent.path(field) : MissingNode.getInstance();
        if (each && child.isArray()) {
          child.forEach(next::add);
        } else if (!child.isMissingNode() && !child.isNull()) {
          next.add(child);
        }
      }
      current = next;
    }
    return current;
  }

  /** The non-blank texts at a path; see {@link #seen}. */
  static List<String> texts(JsonNode node, String dotted) {
    return seen(node, dotted).stream()
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(text -> !text.isBlank() && !text.equals(HIDDEN))
        .toList();
  }
}
