package io.isotrail.ingest.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;

/** A document being parsed token by token, from its beginning or from between two records. */
final class FileReading {

  private final JsonFactory factory;
  private final RecordFields fields;
  private final ReadLimits limits;
  private final RecordSink sink;
  private final Counts counts;

  /** What is added to an offset of the parser to have one of the object. */
  private long shift;

  /** The next element stands for those that were dealt with before. */
  private boolean standsForOthers;

  FileReading(
      JsonFactory factory, RecordFields fields, ReadLimits limits, RecordSink sink, Counts counts) {
    this.factory = factory;
    this.fields = fields;
    this.limits = limits;
    this.sink = sink;
    this.counts = counts;
  }

  /**
   * Parses a whole document.
   *
   * @return null when it was read to its end
   */
  @Nullable Fault read(InputStream inflated) throws IOException {
    return parse(withoutMark(inflated));
  }

  /**
   * Parses on, where others have dealt with the records before.
   *
   * @param rest what follows the last of those records, a comma or the closing bracket first
   * @param offset where the rest begins in the object
   * @return null when the document was read to its end
   */
  @Nullable Fault resume(InputStream rest, long offset) throws IOException {
    byte[] before = "{\"Records\":[0".getBytes(UTF_8);
    shift = offset - before.length;
    standsForOthers = true;
    return parse(new SequenceInputStream(new ByteArrayInputStream(before), rest));
  }

  private @Nullable Fault parse(InputStream text) throws IOException {
    RecordWindow window = new RecordWindow(text, limits.recordBytes());
    try (JsonParser parser = factory.createParser(window)) {
      return parse(parser, window);
    } catch (CharConversionException e) {
      // By its first bytes it is UTF-32 in an order of bytes that nobody uses.
      return notUtf8(window);
    }
  }

  private Fault notUtf8(RecordWindow window) {
    return fault(Fault.Reason.INVALID_JSON, "the text is not UTF-8", 0, window);
  }

  private InputStream withoutMark(InputStream inflated) throws IOException {
    PushbackInputStream stream = new PushbackInputStream(inflated, 3);
    byte[] first = stream.readNBytes(3);
    if (first.length == 3
        && first[0] == (byte) 0xef
        && first[1] == (byte) 0xbb
        && first[2] == (byte) 0xbf) {
      shift = 3;
      return inflated;
    }
    stream.unread(first);
    return stream;
  }

  /** Null when the object was read to its end. */
  private @Nullable Fault parse(JsonParser parser, RecordWindow window) throws IOException {
    if (!(parser instanceof UTF8StreamJsonParser)) {
      return notUtf8(window);
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
      if (standsForOthers) {
        standsForOthers = false;
        continue;
      }
      counts.index++;
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
      counts.read++;
    }
  }

  private void parseRecord(JsonParser parser, RecordWindow window, long start) throws IOException {
    fields.parse(parser, counts.spans);
    long length = parser.currentLocation().getByteOffset() - start;
    if (length > limits.recordBytes()) {
      sink.unusable(
          fault(
              Fault.Reason.RECORD_TOO_LARGE,
              length + " bytes; the limit is " + limits.recordBytes(),
              start,
              window));
    } else if (fields.wanted() && fields.deepest() > limits.depth()) {
      sink.unusable(
          fault(Fault.Reason.RECORD_TOO_DEEP, fields.tooDeep(limits.depth()), start, window));
    } else if (fields.wanted()) {
      counts.wanted++;
      sink.record(
          new RawRecord(
              counts.index,
              start + shift,
              window.bytes(),
              window.positionOf(start),
              Math.toIntExact(length)));
    }
  }

  private Fault fault(Fault.Reason reason, String message, long offset, RecordWindow window) {
    // At the end of its input the parser counts the last of its buffers twice.
    long at = Math.min(offset, window.total());
    return new Fault(reason, message, counts.index, at < 0 ? -1 : at + shift, window.sample());
  }

  private static long offset(JsonParser parser) {
    return parser.currentLocation().getByteOffset();
  }
}
