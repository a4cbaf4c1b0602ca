package io.isotrail.streams.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessSettingsTest {

  private static final String ANN = "a".repeat(40);
  private static final String BOB = "b".repeat(32);

  @TempDir Path directory;

  @Test
  void there_are_no_tokens_unless_some_are_given() {
    assertThat(AccessSettings.from(new Settings(Map.of())).tokens().isEmpty()).isTrue();
  }

  @Test
  void a_file_and_the_environment_add_up() throws Exception {
    Path file =
        file(
            "rw-------",
            "# who may do what\n\n  ann   viewer,approver  "
                + ANN
                + "\r\nbob operator sha256:"
                + HexFormat.of().formatHex(Tokens.sha256(BOB))
                + "\n");

    Tokens tokens =
        AccessSettings.from(
                new Settings(
                    Map.of(
                        "isotrail.api.tokens.file",
                        file.toString(),
                        "isotrail.api.tokens",
                        "cleo viewer " + "c".repeat(32) + "; dan operator " + "d".repeat(32))))
            .tokens();

    assertThat(tokens.find(ANN)).contains(new Caller("ann", Set.of(Role.VIEWER, Role.APPROVER)));
    assertThat(tokens.find(BOB)).contains(new Caller("bob", Set.of(Role.OPERATOR)));
    assertThat(tokens.find("c".repeat(32)).map(Caller::name)).contains("cleo");
    assertThat(tokens.find("d".repeat(32)).map(Caller::name)).contains("dan");
    assertThat(tokens.find("e".repeat(32))).isEmpty();
    assertThat(tokens.find("")).isEmpty();
    assertThat(tokens.toString()).isEqualTo("4 tokens");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-----w-", "rw--w----"})
  void a_file_that_others_can_reach_is_refused(String permissions) throws Exception {
    Path file = file(permissions, "ann viewer " + ANN);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "isotrail.api.tokens.file: %s is open to others (%s), so its tokens are no secret; run"
                + " 'chmod 600 %s', and replace tokens that others may have read",
            file, permissions, file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "r--r-----"})
  void its_owner_and_its_group_may_read_it(String permissions) throws Exception {
    assertThat(read(file(permissions, "ann viewer " + ANN)).tokens().find(ANN)).isPresent();
  }

  @Test
  void a_file_that_is_not_there_or_holds_nothing_is_refused() throws Exception {
    Path empty = file("rw-------", "# nobody\n");

    assertThatThrownBy(() -> read(directory.resolve("nowhere")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("nowhere cannot be read (NoSuchFileException)");
    assertThatThrownBy(() -> read(empty))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("has no token; write lines of NAME ROLE TOKEN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t",
        "viewer s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t",
        "ann viewer s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t extra",
        "ann admin s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t",
        "ann viewer, s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t",
        "ann s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t viewer",
        "s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t viewer ann",
        "ann viewer s3cr3t-short",
        "ann viewer s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t!",
        "ann viewer sha256:s3cr3t",
        "anonymous viewer s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t",
        "ann:s3cr3t viewer s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t",
      })
  void a_line_that_cannot_be_read_is_named_by_its_number_and_never_shown(String line)
      throws Exception {
    Path file = file("rw-------", "bob viewer " + BOB + "\n" + line);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(file + ", line 2: ")
        .hasMessageNotContaining("s3cr3t")
        .hasMessageNotContaining(BOB)
        .hasNoCause();
  }

  @Test
  void a_name_or_a_token_that_stands_twice_is_refused() throws Exception {
    Path sameName = file("rw-------", "ann viewer " + ANN + "\nAnn operator " + BOB);
    assertThatThrownBy(() -> read(sameName))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("name Ann twice");

    Path sameToken = file("rw-------", "ann viewer " + ANN + "\nbob operator " + ANN);
    assertThatThrownBy(() -> read(sameToken))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("of ann and bob are the same")
        .hasMessageNotContaining(ANN);
  }

  @Test
  void more_tokens_than_can_be_compared_are_refused() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i <= TokenLines.MOST; i++) {
      lines.append("n%d viewer %032d%n".formatted(i, i));
    }
    Path file = file("rw-------", lines.toString());

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("more than 1000 tokens");
  }

  private static AccessSettings read(Path file) {
    return AccessSettings.from(new Settings(Map.of("isotrail.api.tokens.file", file.toString())));
  }

  private Path file(String permissions, String content) throws Exception {
    Path file = directory.resolve("tokens");
    Files.deleteIfExists(file);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }
}
