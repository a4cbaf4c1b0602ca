package io.isotrail.ingest.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/**
 * Decides about one record by parsing it to its end. Of the tokens of a record only those of its
 * own fields count, not those of nested objects. Used for one record after the other.
 */
final class RecordFields {

  private final String[] eventSources;
  private boolean wanted;
  private int deepest;

  RecordFields(Set<String> eventSources) {
    this.eventSources = eventSources.toArray(String[]::new);
  }

  /** The record's eventSource is a wanted one. */
  boolean wanted() {
    return wanted;
  }

  /** Levels of nesting, the record's own included. */
  int deepest() {
    return deepest;
  }

  String tooDeep(int limit) {
    return "nested " + deepest + " levels; the limit is " + limit;
  }

  /**
   * Parses the record.
   *
   * @param parser stands at its opening brace, and then at its closing one
   * @param spans takes its time and place
   */
  void parse(JsonParser parser, Spans spans) throws IOException {
    spans.startRecord();
    wanted = false;
    deepest = 1;
    long at = EventTime.UNREADABLE;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.FIELD_NAME && depth == 1) {
        Field field = Field.named(parser.currentName());
        if (field == Field.OTHER) {
          continue;
        }
        token = parser.nextToken();
        // Of duplicate keys the last counts, as for any tree of Jackson.
        if (token == JsonToken.VALUE_STRING) {
          char[] text = parser.getTextCharacters();
          int from = parser.getTextOffset();
          int length = parser.getTextLength();
          switch (field) {
            case EVENT_SOURCE -> wanted = isWanted(text, from, length);
            case EVENT_TIME -> at = EventTime.parse(text, from, length);
            case REGION -> spans.region(text, from, length);
            case ACCOUNT -> spans.account(text, from, length);
            case OTHER -> {}
          }
        } else if (field == Field.EVENT_SOURCE) {
          wanted = false;
        }
      }
      if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
        depth++;
        deepest = Math.max(deepest, depth);
      } else if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
        depth--;
      } else if (token == null) {
        // Only where the record's bytes are parsed alone: a stream reports its end itself.
        throw new IOException("the record ends in the middle");
      }
    }
    spans.endRecord(at);
  }

  private boolean isWanted(char[] text, int from, int length) {
    for (String source : eventSources) {
      if (source.length() == length && matches(source, text, from)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String expected, char[] text, int from) {
    for (int i = 0; i < expected.length(); i++) {
      if (expected.charAt(i) != text[from + i]) {
        return false;
      }
    }
    return true;
  }

  /** The fields that decide about a record. */
  private enum Field {
    EVENT_SOURCE,
    EVENT_TIME,
    REGION,
    ACCOUNT,
    OTHER;

    static Field named(String name) {
      return switch (name) {
        case "eventSource" -> EVENT_SOURCE;
        case "eventTime" -> EVENT_TIME;
        case "awsRegion" -> REGION;
        case "recipientAccountId" -> ACCOUNT;
        default -> OTHER;
      };
    }
  }
}
