package io.isotrail.ingest.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.ingest.given.Records;
import io.isotrail.ingest.read.Fault.Reason;
import io.isotrail.ingest.read.ReadResult.Span;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every reader does with files as they come, and with files as they should not. */
abstract class RecordReaderContract {

  private static final ReadLimits LIMITS = new ReadLimits(100 << 20, 200, 64 << 10, 20);
  private static final String ONE = Records.createModel("e-1", "one", Records.AT);
  private static final String TWO = Records.createModel("e-2", "two", Records.AT);

  private final List<String> found = new ArrayList<>();
  private final List<Integer> indexes = new ArrayList<>();
  private final List<Fault> unusable = new ArrayList<>();
  private final ByteArrayOutputStream inflated = new ByteArrayOutputStream();

  abstract RecordReader reader(Set<String> eventSources, ReadLimits limits);

  private ReadResult read(byte[] content, String name) {
    return read(content, name, LIMITS);
  }

  private ReadResult read(byte[] content, String name, ReadLimits limits) {
    try {
      return read(new ByteArrayInputStream(content), name, limits);
    } catch (IOException e) {
      throw new AssertionError("a fault of content is part of the result", e);
    }
  }

  private ReadResult read(InputStream content, String name, ReadLimits limits) throws IOException {
    return reader(Set.of("sagemaker.amazonaws.com"), limits)
        .read(
            content,
            name,
            new RecordSink() {
              @Override
              public void record(RawRecord record) {
                found.add(new String(record.buffer(), record.from(), record.length(), UTF_8));
                indexes.add(record.index());
              }

              @Override
              public void inflated(byte[] bytes, int from, int length) {
                inflated.write(bytes, from, length);
              }

              @Override
              public void unusable(Fault fault) {
                unusable.add(fault);
              }
            });
  }

  private static Reason reason(ReadResult result) {
    return result.fault().orElseThrow().reason();
  }

  @Test
  void givesTheVeryBytesOfSageMakersRecordsAndOfNoOthers() {
    ReadResult result =
        read(
            Records.gzip(Records.file(Records.foreign(5), ONE, Records.foreign(1), TWO)),
            "a.json.gz");

    assertThat(found).containsExactly(ONE, TWO);
    assertThat(indexes).containsExactly(1, 3);
    assertThat(result.fault()).isEmpty();
    assertThat(result.records()).isEqualTo(4);
    assertThat(result.wanted()).isEqualTo(2);
    assertThat(result.spans())
        .containsExactly(
            new Span(
                Records.ACCOUNT, Records.REGION, Records.AT_SECONDS - 3540, Records.AT_SECONDS));
  }

  @Test
  void theSinkIsShownEveryInflatedByteOnce() throws IOException {
    byte[] usual = Records.file(Records.foreign(5), ONE, "null", TWO);
    byte[] odd = ("{\"x\":1,\"Records\":[" + ONE + "]}\n").getBytes(UTF_8);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(Records.gzip(Arrays.copyOf(usual, 500)));
    members.write(Records.gzip(Arrays.copyOfRange(usual, 500, usual.length)));
    for (byte[] object : List.of(Records.gzip(usual), members.toByteArray(), usual)) {
      inflated.reset();
      read(object, "a.json");
      assertThat(inflated.toByteArray()).isEqualTo(usual);
    }
    inflated.reset();
    read(Records.gzip(odd), "a.json.gz");
    assertThat(inflated.toByteArray()).isEqualTo(odd);
  }

  @Test
  void theOrderOfFieldsDoesNotMatter() {
    String record =
        "{\"requestParameters\":{\"a\":[1,{\"b\":2}]},\"eventSource\":\"sagemaker.amazonaws.com\"}";

    read(Records.file(record), "a.json");

    assertThat(found).containsExactly(record);
  }

  @Test
  void ofADuplicateEventSourceTheLastCounts() {
    read(
        Records.file(
            "{\"eventSource\":\"sagemaker.amazonaws.com\",\"eventSource\":\"s3.amazonaws.com\"}",
            "{\"eventSource\":\"s3.amazonaws.com\",\"eventSource\":\"sagemaker.amazonaws.com\"}",
            "{\"eventSource\":\"sagemaker.amazonaws.com\",\"eventSource\":null}"),
        "a.json");

    assertThat(indexes).containsExactly(1);
  }

  @Test
  void anEscapedEventSourceIsTheSameText() {
    read(Records.file("{\"eventSource\":\"\\u0073agemaker.amazonaws.com\"}"), "a.json");

    assertThat(indexes).containsExactly(0);
  }

  @Test
  void bracketsThatDoNotMatchAreAFaultOfAWantedRecord() {
    String wrong = "{\"eventSource\":\"sagemaker.amazonaws.com\",\"a\":[1}}";
    ReadResult result = read(Records.file(ONE, wrong, TWO), "a.json");

    assertThat(found).containsExactly(ONE);
    assertThat(reason(result)).isEqualTo(Reason.INVALID_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1]", "{\"a\":[1,2}}", "{\"a\":{\"b\":\\n}}", "[{}]]"})
  void whatIsNoRecordBySheerShapeIsAFaultOrNone(String wrong) {
    ReadResult result = read(Records.file(ONE, wrong, TWO), "a.json");

    // A reader by shape may not notice; none may take the wrong one for a record that is wanted.
    assertThat(found).isSubsetOf(ONE, TWO).startsWith(ONE);
    assertThat(result.fault().isPresent() || found.equals(List.of(ONE, TWO))).isTrue();
  }

  @Test
  void aWantedSourceIsFoundWhereverItStands() {
    for (int filler = 0; filler < 200; filler++) {
      found.clear();
      String record =
          "{\"a\":\"%s\",\"eventSource\" : \"sagemaker.amazonaws.com\"}"
              .formatted("x".repeat(filler));
      read(Records.file("{}", record, "{\"eventSource\":\"ec2.amazonaws.com\"}"), "a.json");
      assertThat(found).as("behind " + filler).containsExactly(record);
    }
  }

  @Test
  void aFileLargerThanAnyBufferIsReadWhole() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      records.add(
          i % 7 == 0 ? Records.createModel("e-" + i, "m" + i, Records.AT) : Records.foreign(i));
    }

    ReadResult result = read(Records.gzip(Records.file(records)), "a.json.gz");

    assertThat(result.records()).isEqualTo(3_000);
    assertThat(found)
        .isEqualTo(records.stream().filter(it -> it.contains("CreateModel\",\"aws")).toList());
  }

  @Test
  void everyMemberOfAGzipFileCounts() throws IOException {
    byte[] content = Records.file(ONE, TWO);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(Records.gzip(Arrays.copyOf(content, 100)));
    members.write(Records.gzip(new byte[0]));
    members.write(Records.gzip(Arrays.copyOfRange(content, 100, content.length)));
    members.write(new byte[512]);

    // A stream that never says what is available, and gives little at a time.
    ReadResult result = read(new Trickle(members.toByteArray()), "a.json.gz", LIMITS);

    assertThat(result.fault()).isEmpty();
    assertThat(found).containsExactly(ONE, TWO);

    // All at once.
    assertThat(read(members.toByteArray(), "a.json.gz").fault()).isEmpty();
    assertThat(found).containsExactly(ONE, TWO, ONE, TWO);
  }

  @Test
  void anEmptyListOfRecordsIsInOrder() {
    assertThat(read(Records.gzip(Records.file()), "a.json.gz").fault()).isEmpty();
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    byte[] content = ("\ufeff" + new String(Records.file(ONE), UTF_8)).getBytes(UTF_8);

    assertThat(read(content, "a.json").fault()).isEmpty();
    assertThat(found).containsExactly(ONE);
  }

  @Test
  void otherEncodingsAreRefused() {
    byte[] content = new String(Records.file(ONE), UTF_8).getBytes(UTF_16LE);

    assertThat(reason(read(content, "a.json"))).isEqualTo(Reason.INVALID_JSON);
  }

  /** Which Jackson refuses by another exception than all else. */
  @ParameterizedTest
  @ValueSource(strings = {"\u00fe\u00ff\0\0", "\0\0\u00ff\u00fe"})
  void marksOfUnusualByteOrders(String mark) {
    byte[] content = (mark + "{\"Records\":[]}").getBytes(ISO_8859_1);

    assertThat(reason(read(content, "a.json"))).isEqualTo(Reason.INVALID_JSON);
    assertThat(reason(read(Records.gzip(content), "a.json.gz"))).isEqualTo(Reason.INVALID_JSON);
  }

  @Test
  void aGzipNameWithoutGzipContentIsRefused() {
    assertThat(reason(read(Records.file(ONE), "a.json.gz"))).isEqualTo(Reason.NOT_GZIP);
  }

  @Test
  void nothingAtAllIsTruncated() {
    assertThat(reason(read(new byte[0], "a.json.gz"))).isEqualTo(Reason.TRUNCATED);
    assertThat(reason(read(Records.gzip(new byte[0]), "a.json.gz"))).isEqualTo(Reason.TRUNCATED);
    assertThat(reason(read(" \n".getBytes(UTF_8), "a.json"))).isEqualTo(Reason.TRUNCATED);
  }

  @Test
  void theRecordsBeforeACutCount() {
    byte[] whole = Records.file(ONE, TWO);
    byte[] cut = Arrays.copyOf(whole, whole.length - 30);

    ReadResult plain = read(cut, "a.json");

    assertThat(found).containsExactly(ONE);
    assertThat(reason(plain)).isEqualTo(Reason.TRUNCATED);
    assertThat(plain.fault().orElseThrow().recordIndex()).isEqualTo(1);
    assertThat(new String(plain.fault().orElseThrow().sample(), UTF_8)).startsWith("{\"eventV");
  }

  @Test
  void aCutOrDamagedGzipStreamIsNoticedAtEveryByte() {
    byte[] gzip = Records.gzip(Records.file(ONE));
    for (int length = 1; length < gzip.length; length++) {
      assertThat(read(Arrays.copyOf(gzip, length), "a.json.gz").fault())
          .as("cut at %d", length)
          .isPresent();
    }
    for (int at = 10; at < gzip.length; at++) {
      byte[] damaged = gzip.clone();
      damaged[at] ^= 0x10;
      assertThat(read(damaged, "a.json.gz").fault()).as("damaged at %d", at).isPresent();
    }
  }

  @Test
  void invalidJsonHalfWayLeavesTheRecordsBeforeIt() {
    String wrong = "{\"eventSource\":\"sagemaker.amazonaws.com\",\"eventTime\":oops}";
    String content = "{\"Records\":[" + ONE + "," + wrong + "," + TWO + "]}";

    ReadResult result = read(content.getBytes(UTF_8), "a.json");

    assertThat(found).containsExactly(ONE);
    Fault fault = result.fault().orElseThrow();
    assertThat(fault.reason()).isEqualTo(Reason.INVALID_JSON);
    assertThat(fault.recordIndex()).isEqualTo(1);
    assertThat(fault.byteOffset())
        .isBetween((long) content.indexOf("oops"), (long) content.indexOf("oops") + 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"eventSource\":\"sagemaker.amazonaws.com\"}]",
        "\"Records\"",
        "7",
        "null",
        "{}",
        "{\"records\":[]}",
        "{\"Records\":{}}",
        "{\"digestStartTime\":\"x\",\"logFiles\":[{\"Records\":[]}]}"
      })
  void validJsonWithoutRecordsIsNamed(String content) {
    assertThat(reason(read(content.getBytes(UTF_8), "a.json"))).isEqualTo(Reason.NO_RECORDS);
    assertThat(found).isEmpty();
  }

  @Test
  void moreAfterTheRecordsIsAFaultAndTheRecordsCount() {
    byte[] content = (new String(Records.file(ONE), UTF_8) + "{}").getBytes(UTF_8);

    assertThat(reason(read(content, "a.json"))).isEqualTo(Reason.INVALID_JSON);
    assertThat(found).containsExactly(ONE);
  }

  @Test
  void otherFieldsBesideTheRecordsAreLeftAlone() {
    byte[] content =
        ("{\"x\":{\"Records\":[" + TWO + "]},\"Records\":[" + ONE + "],\"y\":[1]}").getBytes(UTF_8);

    assertThat(read(content, "a.json").fault()).isEmpty();
    assertThat(found).containsExactly(ONE);
  }

  @Test
  void anElementThatIsNoRecordIsNamedAndTheOthersCount() {
    ReadResult result = read(Records.file("null", ONE, "[1,[2]]", "\"x\"", TWO), "a.json");

    assertThat(result.fault()).isEmpty();
    assertThat(found).containsExactly(ONE, TWO);
    assertThat(unusable).extracting(Fault::reason).containsOnly(Reason.NOT_A_RECORD);
    assertThat(unusable).extracting(Fault::recordIndex).containsExactly(0, 2, 3);
  }

  @Test
  void anElementThatIsNoRecordMayLieAcrossAnyEdge() {
    for (int length = 7_980; length < 8_010; length++) {
      String filler = "{\"x\":\"" + "y".repeat(length) + "\"}";

      ReadResult result = read(Records.file(filler, "7", "null", ONE), "a.json");

      assertThat(result.fault()).isEmpty();
    }
    assertThat(unusable).hasSize(60);
    assertThat(found).hasSize(30);
  }

  @Test
  void aRecordOfThirtyMegabytesIsSkippedOverInBoundedMemory() {
    String large =
        "{\"eventSource\":\"sagemaker.amazonaws.com\",\"x\":\"" + "a".repeat(30 << 20) + "\"}";

    ReadResult result = read(Records.file(ONE, large, TWO), "a.json");

    assertThat(result.fault()).isEmpty();
    assertThat(found).containsExactly(ONE, TWO);
    assertThat(unusable)
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.reason()).isEqualTo(Reason.RECORD_TOO_LARGE);
              assertThat(fault.recordIndex()).isEqualTo(1);
              assertThat(fault.sample()).hasSize(Fault.SAMPLE_BYTES);
              assertThat(new String(fault.sample(), UTF_8)).startsWith("{\"eventSource\"");
            });
  }

  @Test
  void aRecordOfTheLimitCountsAndOneByteMoreDoesNot() {
    String frame = "{\"eventSource\":\"sagemaker.amazonaws.com\",\"x\":\"\"}";
    String fitting =
        frame.replace("\"\"", "\"" + "a".repeat(LIMITS.recordBytes() - frame.length()) + "\"");
    String larger = fitting.replace("\"}", "a\"}");

    read(Records.file(fitting, larger, fitting), "a.json");

    assertThat(indexes).containsExactly(0, 2);
    assertThat(unusable).extracting(Fault::recordIndex).containsExactly(1);
  }

  @Test
  void aDeepRecordIsSkippedOverWhenItIsSageMakers() {
    String deep = "[".repeat(50) + "]".repeat(50);
    String ours = "{\"x\":" + deep + ",\"eventSource\":\"sagemaker.amazonaws.com\"}";
    String theirs = "{\"x\":" + deep + ",\"eventSource\":\"s3.amazonaws.com\"}";

    ReadResult result = read(Records.file(ours, theirs, ONE), "a.json");

    assertThat(result.fault()).isEmpty();
    assertThat(found).containsExactly(ONE);
    assertThat(unusable).extracting(Fault::reason).containsExactly(Reason.RECORD_TOO_DEEP);
  }

  @Test
  void bottomlessNestingEndsTheFileAndNotTheProcess() {
    byte[] content = ("{\"Records\":[" + ONE + ",{\"x\":" + "[".repeat(5_000_000)).getBytes(UTF_8);

    assertThat(reason(read(content, "a.json"))).isEqualTo(Reason.RECORD_TOO_DEEP);
    assertThat(found).containsExactly(ONE);
  }

  @Test
  void aBombIsDefused() {
    String spaces = " ".repeat(100 << 20);
    byte[] bomb = Records.gzip(("{\"Records\":[" + ONE + spaces + "]}").getBytes(UTF_8));

    assertThat(reason(read(bomb, "a.json.gz"))).isEqualTo(Reason.INFLATE_RATIO);
    assertThat(found).containsExactly(ONE);
  }

  @Test
  void moreInflatedBytesThanAllowedEndTheFile() {
    ReadLimits small = new ReadLimits(2_000, 200, 64 << 10, 20);
    byte[] content = Records.gzip(Records.file(ONE, ONE, TWO, TWO, TWO));

    assertThat(reason(read(content, "a.json.gz", small))).isEqualTo(Reason.INFLATED_TOO_LARGE);
  }

  @Test
  void bytesAfterTheLastMemberAreAFaultAndTheRecordsCount() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(Records.gzip(Records.file(ONE)));
    content.write("more than ten bytes".getBytes(UTF_8));

    assertThat(reason(read(content.toByteArray(), "a.json.gz"))).isEqualTo(Reason.CORRUPT_GZIP);
    assertThat(found).containsExactly(ONE);
  }

  @Test
  void aBrokenConnectionIsNoFaultOfTheContent() {
    byte[] gzip = Records.gzip(Records.file(ONE));
    InputStream breaking =
        new Trickle(Arrays.copyOf(gzip, gzip.length / 2)) {
          @Override
          void ended() throws IOException {
            throw new IOException("connection reset");
          }
        };

    assertThatThrownBy(() -> read(breaking, "a.json.gz", LIMITS))
        .isInstanceOf(IOException.class)
        .hasMessage("connection reset");
  }

  /** Gives three bytes at a time and claims that nothing is available. */
  private static class Trickle extends InputStream {

    private final ByteArrayInputStream bytes;

    Trickle(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    void ended() throws IOException {}

    @Override
    public int read() throws IOException {
      int one = bytes.read();
      if (one < 0) {
        ended();
      }
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = bytes.read(target, offset, Math.min(3, length));
      if (count < 0) {
        ended();
      }
      return count;
    }

    @Override
    public int available() {
      return 0;
    }
  }
}
