package io.isotrail.ingest.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.given.Records;
import io.isotrail.ingest.read.inflate.Inflaters;
import io.isotrail.ingest.read.scan.Classifiers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
          eventSources,
          limits,
          WHOLE,
          Optional.empty(),
          Optional.empty(),
          Classifiers::plainScanner);
    }
  }

  @Nested
  class InNarrowWindows extends RecordReaderContract {
    @Override
    RecordReader reader(Set<String> eventSources, ReadLimits limits) {
      return new ShapeRecordReader(
          eventSources,
          limits,
          WHOLE,
          300,
          Optional.empty(),
          Optional.empty(),
          Classifiers::wordScanner);
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
          Optional.empty(),
          Optional.of(() -> (_, _, _) -> -1),
          Classifiers::plainScanner);
    }
  }

  @Nested
  class WithAWholeInflater extends RecordReaderContract {
    @Override
    RecordReader reader(Set<String> eventSources, ReadLimits limits) {
      return new ShapeRecordReader(
          eventSources,
          limits,
          WHOLE,
          Optional.empty(),
          Inflaters.whole(),
          Classifiers::plainScanner);
    }
  }

  @Nested
  class InNarrowSteps extends RecordReaderContract {
    @Override
    RecordReader reader(Set<String> eventSources, ReadLimits limits) {
      return new ShapeRecordReader(
          eventSources,
          limits,
          WHOLE,
          300,
          Optional.of(() -> new GivenSteps(Long.MAX_VALUE)),
          Optional.empty(),
          Classifiers::plainScanner);
    }
  }

  @Nested
  class WithStepsThatAreRefusedOnTheWay extends RecordReaderContract {
    @Override
    RecordReader reader(Set<String> eventSources, ReadLimits limits) {
      return new ShapeRecordReader(
          eventSources,
          limits,
          WHOLE,
          300,
          Optional.of(() -> new GivenSteps(1_000)),
          Optional.empty(),
          Classifiers::plainScanner);
    }
  }

  @Test
  void whereDebiansPackagesAreInstalledTheyAreUsed() {
    assertThat(Inflaters.whole().isPresent()).isEqualTo(isInstalled("libdeflate.so.0"));
    assertThat(Inflaters.stepped().isPresent()).isEqualTo(isInstalled("libisal.so.2"));
  }

  private static boolean isInstalled(String library) {
    return Files.exists(Path.of("/lib/x86_64-linux-gnu").resolve(library));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 200, 5_000})
  void stepsThatAreRefusedAreInflatedAgainAndShownOnce(long refusedFrom) throws IOException {
    ShapeRecordReader reader =
        new ShapeRecordReader(
            Set.of("sagemaker.amazonaws.com"),
            new ReadLimits(1 << 20, 200, 64 << 10, 20),
            WHOLE,
            300,
            Optional.of(() -> new GivenSteps(refusedFrom)),
            Optional.empty(),
            Classifiers::plainScanner);
    byte[] text =
        Records.file(
            Stream.iterate(0, i -> i + 1)
                .limit(20)
                .map(i -> Records.createModel("e-" + i, "m" + i, Records.AT))
                .toArray(String[]::new));
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    List<Integer> indexes = new ArrayList<>();
    RecordSink sink =
        new RecordSink() {
          @Override
          public void inflated(byte[] bytes, int from, int length) {
            shown.write(bytes, from, length);
          }

          @Override
          public void record(RawRecord record) {
            indexes.add(record.index());
          }

          @Override
          public void unusable(Fault fault) {
            throw new AssertionError(fault.message());
          }
        };

    ReadResult result =
        reader.read(new ByteArrayInputStream(Records.gzip(text)), "a.json.gz", sink);

    assertThat(result.fault()).isEmpty();
    assertThat(result.inflatedBytes()).isEqualTo(text.length);
    assertThat(indexes).hasSize(20).isSorted().doesNotHaveDuplicates();
    assertThat(shown.toByteArray()).isEqualTo(text);
    assertThat(reader.inflatedAgain()).isEqualTo(1);
    assertThat(reader.parsedOn()).isZero();
  }

  @Test
  void damageThatStepsOverlookIsFoundByTheChecksum() throws IOException {
    ShapeRecordReader reader =
        new ShapeRecordReader(
            Set.of("sagemaker.amazonaws.com"),
            new ReadLimits(1 << 20, 200, 64 << 10, 20),
            WHOLE,
            Optional.of(() -> new GivenSteps(Long.MAX_VALUE)),
            Optional.empty(),
            Classifiers::plainScanner);
    byte[] gzip = Records.gzip(Records.file(Records.createModel("e-1", "one", Records.AT)));
    gzip[gzip.length - 6] ^= 1;

    ReadResult result = reader.read(new ByteArrayInputStream(gzip), "a.json.gz", NOTHING);

    assertThat(result.fault().orElseThrow().reason()).isEqualTo(Fault.Reason.CORRUPT_GZIP);
    assertThat(result.wanted()).isEqualTo(1);
    assertThat(reader.inflatedAgain()).isEqualTo(1);
  }

  @Test
  void whatTheFastInflaterRefusesIsInflatedAgainAndCounted() throws IOException {
    ShapeRecordReader reader =
        new ShapeRecordReader(
            Set.of("sagemaker.amazonaws.com"),
            new ReadLimits(1 << 20, 200, 64 << 10, 20),
            WHOLE,
            Optional.empty(),
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
            Optional.empty(),
            Classifiers::plainScanner);
    byte[] odd = "{\"Records\":[],\"more\":1}".getBytes(UTF_8);

    assertThat(reader.read(new ByteArrayInputStream(odd), "a.json", NOTHING).fault()).isEmpty();
    assertThat(reader.parsedOn()).isEqualTo(1);
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
