package io.isotrail.ingest.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.isotrail.ingest.read.HostileDocuments.Document;
import io.isotrail.ingest.read.inflate.Inflaters;
import io.isotrail.ingest.read.inflate.WholeInflater;
import io.isotrail.ingest.read.scan.Classifiers;
import io.isotrail.ingest.read.scan.RecordScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * The reader against Jackson's tree of the whole document, on documents made to mislead it. 20,000
 * of them; {@code -Disotrail.fuzz.documents=1000000} for a long run, {@code -Disotrail.fuzz.seed}
 * for others. A failure names the number of its document, which {@code -Disotrail.fuzz.only}
 * repeats.
 */
class ReaderFuzzTest {

  private static final Set<String> SOURCES =
      Set.of(HostileDocuments.WANTED, HostileDocuments.ALSO_WANTED);

  private static final ReadLimits LIMITS = new ReadLimits(16 << 20, 200, 8 << 10, 40);

  private static final RecordReader PARSING = new StreamingRecordReader(SOURCES, LIMITS);
  private static final List<RecordReader> READERS = readers();

  private static final ObjectMapper MAPPER = mapper();

  private static ObjectMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(5_000).build());
    return mapper;
  }

  /** What became of a document; each must be met often, or the documents prove nothing. */
  private enum Case {
    VALID,
    HIT,
    FAULT,
    READ_ON_PAST_A_FAULT
  }

  /** Everything that a reader says of a document. */
  private static final class Said implements RecordSink {
    final List<String> found = new ArrayList<>();
    final List<Integer> indexes = new ArrayList<>();
    final List<Long> offsets = new ArrayList<>();
    final List<String> unusable = new ArrayList<>();
    ReadResult result = new ReadResult(0, 0, 0, List.of(), Optional.empty());

    @Override
    public void record(RawRecord record) {
      found.add(new String(record.buffer(), record.from(), record.length(), UTF_8));
      indexes.add(record.index());
      offsets.add(record.byteOffset());
    }

    @Override
    public void unusable(Fault fault) {
      unusable.add(named(fault));
    }

    String fault() {
      return result.fault().map(Said::named).orElse("");
    }

    private static String named(Fault fault) {
      return fault.reason() + " at record " + fault.recordIndex() + ", byte " + fault.byteOffset();
    }
  }

  private static List<RecordReader> readers() {
    List<RecordReader> readers = new ArrayList<>();
    List<Function<Set<String>, RecordScanner>> scanners =
        new ArrayList<>(List.of(Classifiers::plainScanner, Classifiers::wordScanner));
    if (Classifiers.vectorScanner(SOURCES).isPresent()) {
      scanners.add(sources -> Classifiers.vectorScanner(sources).orElseThrow());
    }
    for (Function<Set<String>, RecordScanner> scanner : scanners) {
      readers.add(reader(8_000, Inflaters.fast(), scanner));
      for (int window : new int[] {64, 1_000, 70_000}) {
        readers.add(reader(window, Optional.empty(), scanner));
      }
    }
    return readers;
  }

  private static RecordReader reader(
      int window,
      Optional<Supplier<WholeInflater>> whole,
      Function<Set<String>, RecordScanner> scanner) {
    return new ShapeRecordReader(SOURCES, LIMITS, 1 << 20, window, whole, scanner);
  }

  @Test
  void findsWhatAFullParseFindsAndNothingElse() throws IOException {
    long seed = Long.getLong("isotrail.fuzz.seed", 20_261_125L);
    int documents = Integer.getInteger("isotrail.fuzz.documents", 20_000);
    long only = Long.getLong("isotrail.fuzz.only", -1);
    System.out.println("isotrail.fuzz.seed=" + seed + " isotrail.fuzz.documents=" + documents);
    Map<Case, Integer> cases = new EnumMap<>(Case.class);
    for (int i = 0; i < documents; i++) {
      long number = only < 0 ? seed + i : only;
      Document document = new HostileDocuments(number).next();
      Said parsed = read(PARSING, document);
      Said said = read(READERS.get(i % READERS.size()), document);
      cases.merge(judge("document " + number, document, parsed, said), 1, Integer::sum);
      if (!said.found.isEmpty()) {
        cases.merge(Case.HIT, 1, Integer::sum);
      }
    }
    System.out.println(cases);
    if (documents >= 20_000 && only < 0) {
      assertThat(cases.get(Case.VALID)).isGreaterThan(documents / 3);
      assertThat(cases.get(Case.HIT)).isGreaterThan(documents / 4);
      assertThat(cases.get(Case.FAULT)).isGreaterThan(documents / 10);
      assertThat(cases.get(Case.READ_ON_PAST_A_FAULT)).isGreaterThan(documents / 1_000);
    }
  }

  /** Fails when any of the readers says something of a document that a full parse does not. */
  static void requireTheSame(Document document) throws IOException {
    Said parsed = read(PARSING, document);
    for (int i = 0; i < READERS.size(); i++) {
      judge("reader " + i, document, parsed, read(READERS.get(i), document));
    }
  }

  private static Said read(RecordReader reader, Document document) throws IOException {
    Said said = new Said();
    said.result = reader.read(new ByteArrayInputStream(document.content()), document.name(), said);
    return said;
  }

  private static Case judge(String what, Document document, Said parsed, Said said) {
    if (wentFurther(said, parsed)) {
      // Invalid inside of a record that nobody wants, and its strings and braces are in order.
      assertThat(said.found.subList(0, parsed.found.size())).as(what).isEqualTo(parsed.found);
      if (said.result.fault().isEmpty()) {
        assertThat(said.found).as(what).isEqualTo(elementsWanted(text(document)));
      } else {
        assertThat(said.found).as(what).allMatch(record -> isWanted(parse(record)));
      }
      return Case.READ_ON_PAST_A_FAULT;
    }
    if (!nearlySame(said.result.fault(), parsed.result.fault())) {
      assertThat(said.fault()).as(what).isEqualTo(parsed.fault());
    }
    assertThat(said.found).as(what).isEqualTo(parsed.found);
    assertThat(said.indexes).as(what).isEqualTo(parsed.indexes);
    assertThat(said.offsets).as(what).isEqualTo(parsed.offsets);
    assertThat(said.unusable).as(what).isEqualTo(parsed.unusable);
    assertThat(said.result.records()).as(what).isEqualTo(parsed.result.records());
    assertThat(said.result.wanted()).as(what).isEqualTo(said.found.size());
    assertThat(new HashSet<>(said.result.spans()))
        .as(what)
        .isEqualTo(new HashSet<>(parsed.result.spans()));
    if (said.result.fault().isPresent()) {
      return Case.FAULT;
    }
    assertThat(said.result.inflatedBytes()).as(what).isEqualTo(parsed.result.inflatedBytes());
    compareWithTree(what, tree(document), said);
    return Case.VALID;
  }

  /**
   * Of the last byte before its input ends or fails the parser tells a place that hangs on where
   * its buffers end.
   */
  private static boolean nearlySame(Optional<Fault> one, Optional<Fault> other) {
    return one.isPresent()
        && other.isPresent()
        && one.get().reason() == other.get().reason()
        && one.get().recordIndex() == other.get().recordIndex()
        && Math.abs(one.get().byteOffset() - other.get().byteOffset()) <= 1;
  }

  /**
   * The parser gave up at a record that the reader passed. A byte that begins a longer character
   * makes it take the rest of the object for a text that does not end.
   */
  private static boolean wentFurther(Said said, Said parsed) {
    return parsed.result.fault().isPresent()
        && (parsed.result.fault().get().reason() == Fault.Reason.INVALID_JSON
            || parsed.result.fault().get().reason() == Fault.Reason.TRUNCATED)
        && (said.result.fault().isEmpty()
            || said.result.fault().get().recordIndex() > parsed.result.fault().get().recordIndex()
            // The object is at fault again before its next record begins.
            || said.result.records() > parsed.result.records());
  }

  /** The oracle, which shares nothing with the readers. */
  private static JsonNode tree(Document document) {
    try {
      return MAPPER.readTree(text(document));
    } catch (IOException e) {
      throw new AssertionError("Jackson reads no tree of what was read without a fault", e);
    }
  }

  private static String text(Document document) {
    byte[] content = document.content();
    try (InputStream in =
        content.length > 1 && content[0] == 0x1f && content[1] == (byte) 0x8b
            ? new GZIPInputStream(new ByteArrayInputStream(content))
            : new ByteArrayInputStream(content)) {
      String text = new String(in.readAllBytes(), UTF_8);
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (IOException e) {
      throw new AssertionError("cannot be inflated, and was read without a fault", e);
    }
  }

  private static void compareWithTree(String what, JsonNode tree, Said said) {
    List<JsonNode> expected = new ArrayList<>();
    for (JsonNode record : tree.path("Records")) {
      if (isWanted(record)) {
        expected.add(record);
      }
    }
    List<JsonNode> actual = said.found.stream().map(ReaderFuzzTest::parse).toList();
    // Those over a limit are told apart, and only those.
    int skipped = expected.size() - actual.size();
    long overLimit = said.unusable.stream().filter(it -> it.startsWith("RECORD_TOO")).count();
    assertThat((long) skipped).as(what).isBetween(0L, overLimit);
    if (skipped == 0) {
      assertThat(actual).as(what).isEqualTo(expected);
    } else {
      assertThat(expected).as(what).containsAll(actual);
    }
    assertThat(said.result.records()).as(what).isEqualTo(tree.path("Records").size());
  }

  private static boolean isWanted(JsonNode record) {
    JsonNode source = record.get("eventSource");
    return record.isObject()
        && source != null
        && source.isTextual()
        && SOURCES.contains(source.textValue());
  }

  /** Of the text: of a name that comes twice the tree has only the last value. */
  private static int depth(String record) {
    int depth = 0;
    int deepest = 0;
    boolean inString = false;
    for (int i = 0; i < record.length(); i++) {
      char character = record.charAt(i);
      if (inString && character == '\\') {
        i++;
      } else if (character == '"') {
        inString = !inString;
      } else if (!inString && (character == '{' || character == '[')) {
        deepest = Math.max(deepest, ++depth);
      } else if (!inString && (character == '}' || character == ']')) {
        depth--;
      }
    }
    return deepest;
  }

  private static JsonNode parse(String record) {
    try {
      return MAPPER.readTree(record);
    } catch (IOException e) {
      throw new AssertionError("a record that was given is no JSON: " + record, e);
    }
  }

  /**
   * The wanted elements of the array, found one character after the other and parsed each alone.
   */
  private static List<String> elementsWanted(String text) {
    List<String> wanted = new ArrayList<>();
    int depth = 0;
    int from = 0;
    boolean inString = false;
    for (int i = text.indexOf('[') + 1; i < text.length(); i++) {
      char character = text.charAt(i);
      if (inString) {
        if (character == '\\') {
          i++;
        } else if (character == '"') {
          inString = false;
        }
      } else if (character == '"') {
        inString = true;
      } else if (character == '{' || character == '[') {
        if (depth++ == 0) {
          from = i;
        }
      } else if (character == '}' || character == ']') {
        if (--depth == 0) {
          add(text.substring(from, i + 1), wanted);
        } else if (depth < 0) {
          return wanted;
        }
      }
    }
    throw new AssertionError("the array does not end, and was read without a fault: " + text);
  }

  private static void add(String element, List<String> wanted) {
    try {
      JsonNode record = MAPPER.readTree(element);
      if (isWanted(record)
          && depth(element) <= LIMITS.depth()
          && element.getBytes(UTF_8).length <= LIMITS.recordBytes()) {
        wanted.add(element);
      }
    } catch (IOException e) {
      // Nobody's record.
    }
  }
}
