package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script over the distribution that was just laid: what a user starts. */
final class LauncherIT {

  private static final Path LAUNCHER = Path.of("..", "isotrail").toAbsolutePath().normalize();

  @TempDir Path directory;

  private record Run(int code, String out, String err) {}

  @Test
  void reportsFromAnywhereThroughALinkAndWithBlanksInArguments() throws Exception {
    Path logs = directory.resolve("my logs");
    new LogTree(logs).records("one", LogTree.create("fraud-v3", "2026-03-01T08:00:00Z"));
    Path link = directory.resolve("a link");
    Files.createSymbolicLink(link, LAUNCHER);

    Run run =
        run(link, "report", "--source", "dir:" + logs, "--fail-on", "critical", "--format", "text");

    assertThat(run.err()).contains("1 facts").doesNotContain("Exception");
    assertThat(run.out()).contains("fraud-v3").doesNotContain("\033");
    assertThat(run.code()).isZero();
  }

  @Test
  void handsTheExitCodeOn() throws Exception {
    Path logs = directory.resolve("logs");
    new LogTree(logs).records("one", LogTree.create("fraud-v3", "2026-03-01T08:00:00Z"));

    assertThat(run(LAUNCHER, "report", "--source", "dir:" + logs, "--fail-on", "high").code())
        .isEqualTo(3);
    assertThat(run(LAUNCHER, "report", "--source", "dir:/no/such/tree").code()).isEqualTo(2);
    assertThat(run(LAUNCHER, "--version").out()).startsWith("isotrail ");
  }

  private Run run(Path launcher, String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // This very build is laying the distribution.
    builder.environment().put("ISOTRAIL_BUILD", "never");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return new Run(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }
}
