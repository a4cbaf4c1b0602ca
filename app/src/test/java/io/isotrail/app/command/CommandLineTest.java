package io.isotrail.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.app.terminal.CapturedTerminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong before anything is started: one clear line, and the documented exit code. */
final class CommandLineTest {

  private final CapturedTerminal captured = new CapturedTerminal();

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report --source dir:/no/such/tree | /no/such/tree",
        "report --source ftp:somewhere | dir:PATH, s3:BUCKET/PREFIX and sqs:QUEUE_URL",
        "report --source sqs:http://127.0.0.1:1/queue | isotrail up",
        "report --source dir:/ --window P31 | P1D to P400D",
        "report --source dir:/ --window PT1H | P1D to P400D",
        "report --source dir:/ --window P401D | P1D to P400D",
        "report --source dir:/ --as-of yesterday | 2026-10-31T23:59:59Z",
        "report --source dir:/ --fail-on severe | critical, high, medium or low",
        "report --source dir:/ --set isotrail.api.hots=x | isotrail.api.host",
        "report --source dir:/ --config /no/such.properties | /no/such.properties",
        "report --source dir:/ --from someday | --from",
        "report --source dir:/ --format yaml | --format",
        "report | --source",
        "simulate --out /no/such --config /no/such.properties | /no/such.properties",
        "simulate --out /no/such --policy /no/such.yaml | /no/such.yaml",
        "test --config /no/such.properties | /no/such.properties",
        "up --source dir:/no/such/tree | /no/such/tree",
        "up --port 70000 | isotrail.api.port",
        "up --kafka-port -1 | isotrail.app.kafka.port",
        "repot | report",
        "'' | command is needed",
      })
  void saysInOneLineWhatCannotBeUsed(String line, String named) {
    int code =
        CommandLineRoot.run(
            captured.plain(), Map.of(), line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(code).isEqualTo(ExitCode.USAGE.number());
    assertThat(captured.err()).contains(named).doesNotContain("Exception").doesNotContain("\tat ");
    assertThat(captured.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "report", "ingest", "streams", "simulate", "test"})
  void everyCommandExplainsItself(String command) {
    int code = CommandLineRoot.run(captured.plain(), Map.of(), command, "--help");

    assertThat(code).isEqualTo(ExitCode.DONE.number());
    assertThat(captured.out())
        .contains("Usage: isotrail " + command)
        .contains("--config=", "--policy=", "--exceptions=");
    assertThat(captured.err()).isEmpty();
  }

  @Test
  void theHelpNamesEveryExitCode() {
    CommandLineRoot.run(captured.plain(), Map.of(), "--help");

    for (ExitCode code : ExitCode.values()) {
      assertThat(captured.out()).containsPattern("(?m)^  " + code.number() + "  ");
    }
  }

  @Test
  void aTakenKafkaPortIsNamed() throws IOException {
    Files.createDirectories(directory.resolve("logs"));
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int code =
          CommandLineRoot.run(
              captured.plain(),
              Map.of(),
              "up",
              "--source",
              "dir:" + directory.resolve("logs"),
              "--data",
              directory.resolve("data").toString(),
              "--port",
              "0",
              "--kafka-port",
              Integer.toString(other.getLocalPort()));

      assertThat(code).isEqualTo(ExitCode.USAGE.number());
      assertThat(captured.err())
          .contains(Integer.toString(other.getLocalPort()))
          .contains("--kafka-port");
    }
  }
}
