package io.isotrail.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.schemas.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
