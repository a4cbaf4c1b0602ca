package io.isotrail.ingest.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One object being read. */
final class FileReading {

  private final JsonFactory factory;
  private final String[] eventSources;
  private final ReadLimits limits;
  private final RecordSink sink;
  private final Spans spans = new Spans();
  private long inflatedBytes;
  private long wantedRecords;
  private int index = -1;
  private int read;

  /** Bytes before the first that the parser sees: a byte order mark. */
  private int marked;

  FileReading(JsonFactory factory, Set<String> eventSources, ReadLimits limits, RecordSink sink) {
    this.factory = factory;
    this.eventSources = eventSources.toArray(String[]::new);
    this.limits = limits;
    this.sink = sink;
  }

  ReadResult read(InputStream body, String name) throws IOException {
    @Nullable Fault fault = null;
    try (InflatedStream inflated = new InflatedStream(body, name, limits, sink)) {
      RecordWindow window = new RecordWindow(withoutMark(inflated), limits.recordBytes());
      try (JsonParser parser = factory.createParser(window)) {
        fault = parse(parser, window);
      } finally {
        inflatedBytes = inflated.inflatedBytes();
      }
    } catch (ContentFault e) {
      fault = new Fault(e.reason(), e.explanation(), index, -1, new byte[0]);
    }
    return new ReadResult(
        read, wantedRecords, inflatedBytes, spans.all(), Optional.ofNullable(fault));
  }

  private InputStream withoutMark(InputStream inflated) throws IOException {
    PushbackInputStream stream = new PushbackInputStream(inflated, 3);
    byte[] first = stream.readNBytes(3);
    if (first.length == 3
        && first[0] == (byte) 0xef
        && first[1] == (byte) 0xbb
        && first[2] == (byte) 0xbf) {
      marked = 3;
      return inflated;
    }
    stream.unread(first);
    return stream;
  }

  /** Null when the object was read to its end. */
  private @Nullable Fault parse(JsonParser parser, RecordWindow window) throws IOException {
    if (!(parser instanceof UTF8StreamJsonParser)) {
      return fault(Fault.Reason.INVALID_JSON, "the text is not UTF-8", 0, window);
    }
    try {
      return parseDocument(parser, window);
    } catch (ContentFault e) {
      return fault(e.reason(), e.explanation(), offset(parser), window);
    } catch (JsonEOFException e) {
      return fault(Fault.Reason.TRUNCATED, "the JSON ends in the middle", offset(parser), window);
    } catch (StreamConstraintsException e) {
      return fault(
          Fault.Reason.RECORD_TOO_DEEP,
          "nested too deeply, or a name or number too long, to read on",
          offset(parser),
          window);
    } catch (JsonProcessingException e) {
      return fault(Fault.Reason.INVALID_JSON, "no valid JSON", offset(parser), window);
    }
  }

  private @Nullable Fault parseDocument(JsonParser parser, RecordWindow window) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      return fault(Fault.Reason.TRUNCATED, "there is no content", 0, window);
    }
    boolean found = false;
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean records = parser.currentName().equals("Records");
        if (parser.nextToken() == JsonToken.START_ARRAY && records) {
          found = true;
          parseRecords(parser, window);
        } else {
          parser.skipChildren();
        }
      }
    } else {
      parser.skipChildren();
    }
    if (!found) {
      return fault(
          Fault.Reason.NO_RECORDS,
          "valid JSON, but not {\"Records\":[...]} as CloudTrail writes it",
          0,
          window);
    }
    if (parser.nextToken() != null) {
      return fault(
          Fault.Reason.INVALID_JSON, "something follows the records", offset(parser), window);
    }
    return null;
  }

  private void parseRecords(JsonParser parser, RecordWindow window) throws IOException {
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      index++;
      long start = parser.currentTokenLocation().getByteOffset();
      window.hold(start);
      if (token == JsonToken.START_OBJECT) {
        parseRecord(parser, window, start);
      } else {
        parser.skipChildren();
        sink.unusable(
            fault(Fault.Reason.NOT_A_RECORD, "an element that is no object", start, window));
      }
      window.release();
      read++;
    }
  }

  private void parseRecord(JsonParser parser, RecordWindow window, long start) throws IOException {
    spans.startRecord();
    boolean wanted = false;
    long at = EventTime.UNREADABLE;
    int depth = 1;
    int deepest = 1;
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
      }
    }
    spans.endRecord(at);
    long length = parser.currentLocation().getByteOffset() - start;
    give(wanted, start, length, deepest, window);
  }

  private void give(boolean wanted, long start, long length, int deepest, RecordWindow window) {
    if (length > limits.recordBytes()) {
      sink.unusable(
          fault(
              Fault.Reason.RECORD_TOO_LARGE,
              length + " bytes; the limit is " + limits.recordBytes(),
              start,
              window));
    } else if (wanted && deepest > limits.depth()) {
      sink.unusable(
          fault(
              Fault.Reason.RECORD_TOO_DEEP,
              "nested " + deepest + " levels; the limit is " + limits.depth(),
              start,
              window));
    } else if (wanted) {
      wantedRecords++;
      sink.record(
          new RawRecord(
              index,
              start + marked,
              window.bytes(),
              window.positionOf(start),
              Math.toIntExact(length)));
    }
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

  private Fault fault(Fault.Reason reason, String message, long offset, RecordWindow window) {
    return new Fault(reason, message, index, offset < 0 ? -1 : offset + marked, window.sample());
  }

  private static long offset(JsonParser parser) {
    return parser.currentLocation().getByteOffset();
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
