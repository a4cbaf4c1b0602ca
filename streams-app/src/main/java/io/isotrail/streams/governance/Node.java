package io.isotrail.streams.governance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed document that still knows its lines, so that an error can name the one at fault. Data
 * binding would lose them, and would turn {@code 012345678901} into a number.
 */
sealed interface Node {

  /** Longest text that is read, in characters; a longer one is refused. */
  int LENGTH_LIMIT = 1 << 20;

  /** Deepest nesting that is read; more is refused. */
  int DEPTH_LIMIT = 16;

  StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(DEPTH_LIMIT)
          .maxStringLength(LENGTH_LIMIT)
          .build();
  YAMLFactory YAML = YAMLFactory.builder().streamReadConstraints(CONSTRAINTS).build();
  JsonFactory JSON = JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();

  /** Line of its beginning, from 1. */
  int line();

  /** A map of keys to nodes in their order. */
  record Mapping(int line, Map<String, Node> entries) implements Node {}

  /** A list. */
  record Sequence(int line, List<Node> elements) implements Node {}

  /** A value as it was written; null when none was, or a blank one. */
  record Scalar(int line, @Nullable String text) implements Node {}

  /**
   * Reads YAML.
   *
   * @param where name of the file, for errors
   */
  static Node ofYaml(String text, String where) {
    return parse(YAML, text, where);
  }

  /** Reads JSON. */
  static Node ofJson(String text, String where) {
    return parse(JSON, text, where);
  }

  private static Node parse(JsonFactory factory, String text, String where) {
    if (text.length() > LENGTH_LIMIT) {
      throw new InvalidGovernanceException(
          where + " is longer than " + LENGTH_LIMIT + " characters; make it shorter");
    }
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() == null) {
        return new Mapping(1, Map.of());
      }
      Node node = read(parser, where);
      if (parser.nextToken() != null) {
        throw error(where, parser, "holds a second document; keep one");
      }
      return node;
    } catch (JsonProcessingException malformed) {
      int line = malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr();
      throw new InvalidGovernanceException(
          where + ", line " + line + ": cannot be read: " + malformed.getOriginalMessage(),
          malformed);
    } catch (IOException impossible) {
      throw new InvalidGovernanceException(where + " cannot be read", impossible);
    }
  }

  private static Node read(JsonParser parser, String where) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw error(where, parser, "an alias is not supported; write the value out");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          if (entries.containsKey(key)) {
            throw error(where, parser, "the key '" + key + "' is given twice; keep one");
          }
          parser.nextToken();
          entries.put(key, read(parser, where));
        }
        yield new Mapping(line, entries);
      }
      case START_ARRAY -> {
        List<Node> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser, where));
        }
        yield new Sequence(line, elements);
      }
      case VALUE_NULL -> new Scalar(line, null);
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          new Scalar(line, parser.getText().isBlank() ? null : parser.getText());
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw error(where, parser, "unexpected " + parser.currentToken());
    };
  }

  private static InvalidGovernanceException error(String where, JsonParser parser, String what) {
    return new InvalidGovernanceException(
        where + ", line " + parser.currentTokenLocation().getLineNr() + ": " + what);
  }
}
