package io.isotrail.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {

  @TempDir Path data;

  @Test
  void aFullDiskIsNamedWithWhatIsNeededAndTheOptionThatMendsIt() {
    assertThatThrownBy(() -> DataDirectory.requireSpace(data, DataDirectory.LEAST_FREE_BYTES - 1))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(data.toString())
        .hasMessageContaining("63 MiB are free, at least 64 MiB are needed")
        .hasMessageContaining("--data");
  }

  @Test
  void justEnoughIsEnough() {
    assertThatCode(() -> DataDirectory.requireSpace(data, DataDirectory.LEAST_FREE_BYTES))
        .doesNotThrowAnyException();
  }

  @Test
  void aPlaceThatDoesNotAnswerIsNotCalledFull() {
    assertThat(DataDirectory.freeBytes(data.resolve("missing"))).isEqualTo(Long.MAX_VALUE);
  }
}
