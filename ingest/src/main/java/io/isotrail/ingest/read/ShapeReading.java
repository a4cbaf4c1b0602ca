package io.isotrail.ingest.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import io.isotrail.ingest.read.scan.FoundRecord;
import io.isotrail.ingest.read.scan.RecordScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An object being read by its shape: only records that may be wanted are parsed, each alone. At
 * anything that {@code {"Records":[{...},...]}} does not have, the parser takes over behind the
 * last record that was dealt with, so that oddities and faults come out as the parser sees them.
 */
final class ShapeReading implements RecordScanner.Records {

  private static final byte[] NAME = "\"Records\"".getBytes(StandardCharsets.UTF_8);

  private final Window window;
  private final RecordScanner scanner;
  private final JsonFactory factory;
  private final RecordFields fields;
  private final ReadLimits limits;
  private final RecordSink sink;
  private final Counts counts;

  ShapeReading(
      Window window,
      RecordScanner scanner,
      JsonFactory factory,
      RecordFields fields,
      ReadLimits limits,
      RecordSink sink,
      Counts counts) {
    this.window = window;
    this.scanner = scanner;
    this.factory = factory;
    this.fields = fields;
    this.limits = limits;
    this.sink = sink;
    this.counts = counts;
  }

  /**
   * Reads to the array's end.
   *
   * @return null when all is in order; else where a parser must read on
   */
  @Nullable Remainder read() throws IOException {
    if (!window.atEnd()) {
      window.advance(0);
    }
    scanner.start();
    int from = afterOpening();
    if (from < 0) {
      return remainder(0);
    }
    while (true) {
      RecordScanner.End end = scanner.scan(window.bytes(), from, window.end(), this);
      int stopped = scanner.position();
      switch (end) {
        case CLOSED -> {
          return end(stopped);
        }
        case UNEXPECTED -> {
          return remainder(stopped);
        }
        case OPEN -> {
          // The beginning stays until there is a record, for a parser that has to start over.
          int keep = scanner.any() ? stopped : 0;
          if (window.atEnd() || !window.advance(keep)) {
            return remainder(keep);
          }
          from = stopped - keep;
        }
      }
    }
  }

  /**
   * Where a parser must read on.
   *
   * @param from position in the window
   * @param between behind a record; else at the object's beginning
   */
  record Remainder(int from, boolean between) {}

  private Remainder remainder(int stopped) {
    return scanner.any() ? new Remainder(stopped, true) : new Remainder(0, false);
  }

  /** Behind the bracket that opens the records; -1 when something else comes first. */
  private int afterOpening() {
    byte[] text = window.bytes();
    int at = afterCharacter(text, 0, '{');
    at = at < 0 ? at : skipBlank(text, at);
    if (at < 0 || at + NAME.length > window.end()) {
      return -1;
    }
    for (byte character : NAME) {
      if (text[at++] != character) {
        return -1;
      }
    }
    at = afterCharacter(text, at, ':');
    return at < 0 ? at : afterCharacter(text, at, '[');
  }

  private int afterCharacter(byte[] text, int from, char expected) {
    int at = skipBlank(text, from);
    return at < window.end() && text[at] == expected ? at + 1 : -1;
  }

  private int skipBlank(byte[] text, int from) {
    int at = from;
    while (at < window.end() && RecordScanner.isBlank(text, at, at + 1)) {
      at++;
    }
    return at;
  }

  /** Null when nothing but the object's closing brace follows the closing bracket. */
  private @Nullable Remainder end(int bracket) throws IOException {
    int at = bracket;
    if (!window.atEnd()) {
      if (!scanner.any() || !window.advance(at)) {
        return remainder(at);
      }
      at = 0;
    }
    int brace = afterCharacter(window.bytes(), at + 1, '}');
    return window.endsWell()
            && brace > 0
            && RecordScanner.isBlank(window.bytes(), brace, window.end())
        ? null
        : remainder(at);
  }

  @Override
  public boolean record(byte[] text, FoundRecord record) {
    if (record.length() > limits.recordBytes()) {
      return false;
    }
    counts.index++;
    if ((record.suspect() || record.looked()) && !inspect(text, record)) {
      counts.index--;
      return false;
    }
    counts.read++;
    return true;
  }

  /**
   * Gives the record if it is a wanted one, and notes its time and place.
   *
   * @return false when a parser must read on before it
   */
  private boolean inspect(byte[] text, FoundRecord record) {
    if (record.suspect() || !counts.spans.note(text, record)) {
      if (!parses(text, record)) {
        return false;
      }
      if (fields.wanted()) {
        give(text, record);
      }
    }
    if (counts.spans.several()) {
      // CloudTrail writes the records of one account and region into a file: this is another's.
      scanner.lookAtAll();
    }
    return true;
  }

  private boolean parses(byte[] text, FoundRecord record) {
    try (JsonParser parser = factory.createParser(text, record.from(), record.length())) {
      if (!(parser instanceof UTF8StreamJsonParser)
          || parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      fields.parse(parser, counts.spans);
      return parser.currentLocation().getByteOffset() == record.length();
    } catch (IOException e) {
      // The parser of the whole says what is wrong, in its own words.
      return false;
    }
  }

  private void give(byte[] text, FoundRecord record) {
    RawRecord raw =
        new RawRecord(
            counts.index, window.offset() + record.from(), text, record.from(), record.length());
    if (fields.deepest() > limits.depth()) {
      sink.unusable(
          new Fault(
              Fault.Reason.RECORD_TOO_DEEP,
              fields.tooDeep(limits.depth()),
              raw.index(),
              raw.byteOffset(),
              raw.sample()));
    } else {
      counts.wanted++;
      sink.record(raw);
    }
  }
}
