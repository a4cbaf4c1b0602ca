package io.isotrail.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ConfigurationTest {

  @TempDir Path directory;

  @Test
  void optionsWinOverTheEnvironmentWhichWinsOverTheFile() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("my settings.properties"),
            """
            isotrail.api.port = 1
            isotrail.app.kafka.port = 1
            isotrail.app.health.port = 1
            kafka.client.rack = one
            """);

    Settings settings =
        Configuration.load(
            options("--config", file.toString(), "--set", "isotrail.app.kafka.port=3"),
            Map.of("isotrail.app.health.port", "4"),
            Map.of(
                "ISOTRAIL_API_PORT", "2",
                "ISOTRAIL_APP_KAFKA_PORT", "2",
                "ISOTRAIL_APP_HEALTH_PORT", "2",
                "HOME", "/nowhere"));

    assertThat(settings.values())
        .containsOnly(
            Map.entry("isotrail.api.port", "2"),
            Map.entry("isotrail.app.kafka.port", "3"),
            Map.entry("isotrail.app.health.port", "4"),
            Map.entry("kafka.client.rack", "one"));
  }

  @Test
  void anUnknownKeyNamesTheNearestKnownOne() {
    assertThatThrownBy(
            () -> Configuration.load(options("--set", "isotrail.api.prot=1"), Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("isotrail.api.prot")
        .hasMessageContaining("did you mean isotrail.api.port?");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> Configuration.load(options("--config", "/no/such.file"), Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("--config")
        .hasMessageContaining("/no/such.file");
  }

  @Test
  void aFileThatIsNoTextIsNamed() throws IOException {
    Path file = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThatThrownBy(
            () -> Configuration.load(options("--config", file.toString()), Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(file.toString());
  }

  private static CommonOptions options(String... arguments) {
    return CommandLine.populateCommand(new CommonOptions(), arguments);
  }
}
