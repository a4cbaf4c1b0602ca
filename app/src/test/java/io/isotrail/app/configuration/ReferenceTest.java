package io.isotrail.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.ingest.IngestSettings;
import io.isotrail.schemas.serde.AvroSettings;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.schemas.topic.TopicSettings;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.api.ApiSettings;
import io.isotrail.streams.simulation.SimulationSettings;
import io.isotrail.streams.telemetry.TelemetrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "configuration.md");

  /** With {@code -Disotrail.reference.write=true} the page is written instead. */
  @Test
  void thePageSaysWhatTheCodeSays() throws IOException {
    if (Boolean.getBoolean("isotrail.reference.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, Reference.page());
    }
    assertThat(PAGE)
        .as("mvn test -Dtest=ReferenceTest -Disotrail.reference.write=true writes it anew")
        .hasContent(Reference.page());
  }

  @Test
  void nothingButTheSourceOfIngestMustBeGiven() {
    Settings nothing = new Settings(Map.of());
    Settings source = new Settings(Map.of(IngestSettings.SOURCE.key(), "dir:."));

    assertThatCode(
            () -> {
              AppSettings.from(nothing);
              TopicSettings.from(nothing);
              AvroSettings.from(nothing);
              StreamsSettings.from(nothing);
              ApiSettings.from(nothing);
              SimulationSettings.from(nothing);
              TelemetrySettings.from(nothing);
              IngestSettings.from(source);
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> IngestSettings.from(nothing))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(IngestSettings.SOURCE.key());
  }

  @Test
  void noKeyIsDeclaredTwice() {
    assertThat(Configuration.ALL.stream().map(Setting::key)).doesNotHaveDuplicates();
  }

  @Test
  void everyDefaultIsAccepted() {
    for (Setting<?> setting : Configuration.ALL) {
      if (setting.fallback() != null) {
        assertThat((Object) setting.parser().apply(setting.fallback()))
            .as(setting.key())
            .isNotNull();
      }
    }
  }
}
