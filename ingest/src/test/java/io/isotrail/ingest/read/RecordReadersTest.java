package io.isotrail.ingest.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.read.inflate.Inflaters;
import io.isotrail.ingest.read.scan.Classifiers;
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

  @Test
  void whereDebiansPackageIsInstalledItIsUsed() {
    assertThat(Inflaters.fast().isPresent())
        .isEqualTo(
            java.nio.file.Files.exists(
                java.nio.file.Path.of("/lib/x86_64-linux-gnu/libdeflate.so.0")));
  }
}
