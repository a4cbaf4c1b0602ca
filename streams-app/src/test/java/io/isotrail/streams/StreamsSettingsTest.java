package io.isotrail.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration's contract: a bad value names its key, and what is bounded says so. */
class StreamsSettingsTest {

  private static final String ACKNOWLEDGED = "isotrail.view.integrity.acknowledged-until";
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path directory;

  private static StreamsSettings from(String key, String value) {
    return StreamsSettings.from(new Settings(Map.of(key, value)));
  }

  @ParameterizedTest
  @CsvSource({
    "isotrail.streams.retention, 23h, must lie within 1d and 36500d",
    "isotrail.streams.retention, 0s, must lie within 1d and 36500d",
    "isotrail.streams.retention, 36501d, must lie within 1d and 36500d",
    "isotrail.streams.run.retention, 1h, must lie within 1d and 36500d",
    "isotrail.view.instance.silence, 9s, must lie within 10s and 24h",
    "isotrail.view.integrity.acknowledged-until, yesterday, an instant such as",
    "isotrail.view.integrity.acknowledged-until, file:/no/such/file, file that holds one"
  })
  void whatIsOutOfBoundsNamesItsKeyAndTheBounds(String key, String value, String said) {
    assertThatThrownBy(() -> from(key, value))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(said);
  }

  @Test
  void aDayIsLongEnough() {
    assertThat(from("isotrail.streams.retention", "1d").retention()).isEqualTo(Duration.ofDays(1));
    assertThat(from("isotrail.streams.retention", "24h").retention()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void whatIsAcknowledgedStandsInTheSettingOrInAFileThatIsReadAgain() throws Exception {
    assertThat(from(ACKNOWLEDGED, "").acknowledged().until()).isEmpty();
    assertThat(from(ACKNOWLEDGED, "2026-10-31T12:00:00Z").acknowledged().until())
        .contains(Instant.parse("2026-10-31T12:00:00Z"));

    Path file = Files.writeString(directory.resolve("acknowledged"), "2026-10-31T12:00:00Z\n");
    Acknowledged acknowledged = from(ACKNOWLEDGED, "file:" + file).acknowledged();
    assertThat(acknowledged.until()).contains(Instant.parse("2026-10-31T12:00:00Z"));

    Files.writeString(file, "2026-11-01T00:00:00Z");
    await()
        .atMost(SOON)
        .until(
            () ->
                acknowledged
                    .until()
                    .equals(java.util.Optional.of(Instant.parse("2026-11-01T00:00:00Z"))));
  }

  @Test
  void aFileThatCannotBeUnderstoodChangesNothing() throws Exception {
    Path file = Files.writeString(directory.resolve("acknowledged"), "2026-10-31T12:00:00Z");
    Acknowledged acknowledged = from(ACKNOWLEDGED, "file:" + file).acknowledged();

    Files.writeString(file, "tomorrow");
    Instant begin = Instant.now();
    await()
        .pollDelay(Duration.ofMillis(10))
        .atMost(SOON)
        .until(
            () -> {
              assertThat(acknowledged.until()).contains(Instant.parse("2026-10-31T12:00:00Z"));
              return Instant.now().isAfter(begin.plusMillis(1_500));
            });
    Files.delete(file);
    assertThat(acknowledged.until()).contains(Instant.parse("2026-10-31T12:00:00Z"));

    Files.writeString(file, "");
    await().atMost(SOON).until(() -> acknowledged.until().isEmpty());
  }
}
