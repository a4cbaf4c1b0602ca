package io.isotrail.streams.rejections;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The members of an object, with the way to them, so that an error can name the culprit. */
record Members(String pointer, JsonNode node) {

  /** Requires an object. */
  static Members of(String pointer, JsonNode node) {
    if (!node.isObject()) {
      throw InvalidReportException.at(pointer, "An object is needed here.");
    }
    return new Members(pointer, node);
  }

  /** Refuses members that nobody reads. */
  void requireKnown(List<String> known) {
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!known.contains(name)) {
        throw InvalidReportException.at(
            at(name), "Unknown member. Accepted: " + String.join(", ", known) + ".");
      }
    }
  }

  /** A text; empty when the member is absent or null. */
  Optional<String> text(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw InvalidReportException.at(at(name), "A string is needed here.");
    }
    return Optional.of(value.textValue());
  }

  /** A whole number not below zero; empty when the member is absent or null. */
  Optional<Integer> number(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isInt()) {
      throw InvalidReportException.at(at(name), "A whole number is needed here.");
    }
    return Optional.of(value.intValue());
  }

  /** An object; an empty one when the member is absent or null. */
  Members object(String name) {
    JsonNode value = node.path(name);
    return value.isMissingNode() || value.isNull()
        ? new Members(at(name), node.path(name))
        : of(at(name), value);
  }

  /** The objects in an array; none when the member is absent or null. */
  List<Members> objects(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw InvalidReportException.at(at(name), "An array is needed here.");
    }
    List<Members> objects = new ArrayList<>();
    for (JsonNode element : value) {
      objects.add(of(at(name) + "/" + objects.size(), element));
    }
    return objects;
  }

  /** JSON Pointer to a member, RFC 6901. */
  String at(String name) {
    String shown = name.length() <= 64 ? name : name.substring(0, 64) + "...";
    return pointer + "/" + shown.replace("~", "~0").replace("/", "~1");
  }
}
