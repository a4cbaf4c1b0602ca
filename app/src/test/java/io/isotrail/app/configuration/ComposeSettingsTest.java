package io.isotrail.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.schemas.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The compose stack sets what exists: an unknown variable would be passed over in silence. */
final class ComposeSettingsTest {

  private static final Pattern VARIABLE =
      Pattern.compile("^ +(ISOTRAIL_[A-Z_]+): *(.*)$", Pattern.MULTILINE);

  @Test
  void everyVariableOfOursIsASetting() throws IOException {
    Map<String, String> variables = new TreeMap<>();
    Matcher found = VARIABLE.matcher(Files.readString(Path.of("..", "docker-compose.yml")));
    while (found.find()) {
      variables.put(found.group(1), found.group(2));
    }
    // The launcher's and Alertmanager's.
    variables.remove("ISOTRAIL_JAVA_OPTS");
    variables.remove("ISOTRAIL_ALERT_WEBHOOK");

    Map<String, String> settings = Settings.fromEnvironment(variables, Configuration.ALL);

    assertThat(settings).hasSameSizeAs(variables).hasSizeGreaterThan(8);
    new Settings(settings).requireKnown(Configuration.ALL);
  }
}
