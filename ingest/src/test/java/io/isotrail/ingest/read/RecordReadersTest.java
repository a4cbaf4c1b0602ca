package io.isotrail.ingest.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.given.Records;
import io.isotrail.ingest.read.inflate.Inflaters;
import io.isotrail.ingest.read.scan.Classifiers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
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
