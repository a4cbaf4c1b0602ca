package io.isotrail.ingest.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.given.Records;
import io.isotrail.ingest.read.ReadResult.Span;
import io.isotrail.ingest.read.inflate.Inflaters;
import io.isotrail.ingest.read.scan.Classifiers;
import io.isotrail.ingest.read.scan.RecordScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** All readers, and each of their means, against one contract. */
class RecordReadersTest {

  private static final int WHOLE = 64 << 20;

  @Nested
  class Parsing extends RecordReaderContract {
    @Override
    RecordReader reader(Set<String> eventSources, ReadLimits limits) {
      return new StreamingRecordReader(eventSources, limits);
    }
  }

  @Nested
  class WithTheBestMeans extends RecordReaderContract {
    @Override
    RecordReader reader(Set<String> eventSources, ReadLimits limits) {
      return new ShapeRecordReader(eventSources, limits, WHOLE);
    }
  }

  @Nested
  class WithoutAnyMeans extends RecordReaderContract {
    @Override
    RecordReader reader(Set<String> eventSources, ReadLimits limits) {
      return new ShapeRecordReader(
          eventSources, limits, WHOLE, Optional.empty(), Classifiers::plainScanner);
    }
  }

  @Nested
  class InNarrowWindows extends RecordReaderContract {
    @Override
    RecordReader reader(Set<String> eventSources, ReadLimits limits) {
      return new ShapeRecordReader(
          eventSources, limits, WHOLE, 300, Optional.empty(), Classifiers::wordScanner);
    }
  }

  @Nested
  class WithVectorsInNarrowWindows extends RecordReaderContract {
    @Override
    RecordReader reader(Set<String> eventSources, ReadLimits limits) {
      return new ShapeRecordReader(
          eventSources,
          limits,
          WHOLE,
          64,
          Optional.empty(),
          sources ->
              Classifiers.vectorScanner(sources).orElseGet(() -> Classifiers.wordScanner(sources)));
    }
  }

  @Nested
  class WithAnInflaterThatRefusesEverything extends RecordReaderContract {
    @Override
    RecordReader reader(Set<String> eventSources, ReadLimits limits) {
      return new ShapeRecordReader(
          eventSources,
          limits,
          WHOLE,
          Optional.of(() -> (_, _, _) -> -1),
          Classifiers::plainScanner);
    }
  }

  @Nested
  class WithAWholeInflater extends RecordReaderContract {
    @Override
    RecordReader reader(Set<String> eventSources, ReadLimits limits) {
      return new ShapeRecordReader(
          eventSources, limits, WHOLE, Inflaters.fast(), Classifiers::plainScanner);
    }
  }

  @Test
  void whereDebiansPackageIsInstalledItIsUsed() {
    assertThat(Inflaters.fast().isPresent()).isEqualTo(isInstalled("libdeflate.so.0"));
  }

  private static boolean isInstalled(String library) {
    return Files.exists(Path.of("/lib/x86_64-linux-gnu").resolve(library));
  }

  @Test
  void whatTheFastInflaterRefusesIsInflatedAgainAndCounted() throws IOException {
    ShapeRecordReader reader =
        new ShapeRecordReader(
            Set.of("sagemaker.amazonaws.com"),
            new ReadLimits(1 << 20, 200, 64 << 10, 20),
            WHOLE,
            Optional.of(() -> (_, _, _) -> -1),
            Classifiers::plainScanner);
    byte[] gzip = Records.gzip(Records.file(Records.createModel("e-1", "one", Records.AT)));

    ReadResult result = reader.read(new ByteArrayInputStream(gzip), "a.json.gz", NOTHING);

    assertThat(result.wanted()).isEqualTo(1);
    assertThat(reader.inflatedAgain()).isEqualTo(1);
    assertThat(reader.parsedOn()).isZero();
  }

  @Test
  void anOddObjectIsParsedAndCounted() throws IOException {
    ShapeRecordReader reader =
        new ShapeRecordReader(
            Set.of("sagemaker.amazonaws.com"),
            new ReadLimits(1 << 20, 200, 64 << 10, 20),
            WHOLE,
            Optional.empty(),
            Classifiers::plainScanner);
    byte[] odd = "{\"Records\":[],\"more\":1}".getBytes(UTF_8);

    assertThat(reader.read(new ByteArrayInputStream(odd), "a.json", NOTHING).fault()).isEmpty();
    assertThat(reader.parsedOn()).isEqualTo(1);
  }

  @Test
  void ofALargeObjectTimesAreTakenFromSamples() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      records.add(unwanted(Instant.EPOCH.plusSeconds(i), "eu-central-1"));
    }
    byte[] content = Records.file(records);
    int perSample = (1 << 18) / records.getFirst().length();

    for (Function<Set<String>, RecordScanner> scanner : scanners()) {
      ReadResult said = reader(scanner).read(new ByteArrayInputStream(content), "a.json", NOTHING);

      assertThat(said.records()).isEqualTo(10_000);
      Span span = said.spans().getFirst();
      assertThat(span.first()).isZero();
      assertThat(span.last()).isBetween(9_999L - perSample, 9_998L);
    }
  }

  @Test
  void whereAnotherRegionIsMetEveryRecordIsLookedAtFromThereOn() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      records.add(unwanted(Instant.EPOCH.plusSeconds(i), "eu-central-1"));
    }
    // Each wanted record is parsed, and so seen.
    records.set(
        5_000, Records.createModel("e-1", "one", Records.AT).replace("eu-central-1", "eu-west-3"));
    records.set(9_990, unwanted(Instant.EPOCH, "ap-south-1"));
    byte[] content = Records.file(records);

    for (Function<Set<String>, RecordScanner> scanner : scanners()) {
      ReadResult said = reader(scanner).read(new ByteArrayInputStream(content), "a.json", NOTHING);

      assertThat(said.spans().stream().map(Span::region))
          .containsExactlyInAnyOrder("eu-central-1", "eu-west-3", "ap-south-1");
      assertThat(said.spans().stream().mapToLong(Span::last)).contains(9_999L);
    }
  }

  /** As long as CloudTrail's are. */
  private static String unwanted(Instant at, String region) {
    return """
    {"eventTime":"%s","eventSource":"s3.amazonaws.com","awsRegion":"%s","more":"%s",\
    "recipientAccountId":"111122223333"}"""
        .formatted(at, region, "x".repeat(400));
  }

  private static final Set<String> SAGEMAKER = Set.of("sagemaker.amazonaws.com");
  private static final ReadLimits LARGE = new ReadLimits(100 << 20, 200, 64 << 10, 20);

  private static RecordReader reader(Function<Set<String>, RecordScanner> scanner) {
    return new ShapeRecordReader(SAGEMAKER, LARGE, WHOLE, Optional.empty(), scanner);
  }

  private static List<Function<Set<String>, RecordScanner>> scanners() {
    return List.of(
        Classifiers::plainScanner,
        Classifiers::wordScanner,
        sources ->
            Classifiers.vectorScanner(sources).orElseGet(() -> Classifiers.wordScanner(sources)));
  }

  private static final RecordSink NOTHING =
      new RecordSink() {
        @Override
        public void record(RawRecord record) {}

        @Override
        public void unusable(Fault fault) {
          throw new AssertionError(fault.message());
        }
      };
}
