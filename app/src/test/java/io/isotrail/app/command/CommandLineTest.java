package io.isotrail.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.app.terminal.CapturedTerminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        "policy | command is needed",
        "policy aply | apply",
        "policy validate /no/such.yaml | /no/such.yaml",
        "policy apply /no/such.yaml | /no/such.yaml",
        "policy simulate /no/such.yaml | /no/such.yaml",
        "policy simulate ../docs/examples/policy.yaml --url : | --url",
        "policy show --at noon --data /no/such | 2026-10-31T23:59:59Z",
        "policy history --data /no/such | /no/such/schemas.jsonl",
        "policy history --kafka-port 0 | --kafka-port",
        "exceptions | command is needed",
        "verify --source dir:/ | --from",
        "verify --source sqs:http://127.0.0.1:1/q --from 2026-10-01 | a queue holds no logs",
        "verify --source dir:/no/such/tree --from 2026-10-01 | /no/such/tree",
        "verify --source dir:/ --from yesterday | 2026-10-01T06:00:00Z",
        "verify --source dir:/ --from 2026-10-02 --to 2026-10-01 | is not before",
        "verify --source dir:/ --from 2026-10-02 --public-keys /no/such.json | /no/such.json",
        "exceptions list --state old | --state",
        "exceptions revoke | ID",
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "policy apply",
        "policy show",
        "policy history",
        "exceptions apply",
        "exceptions list",
        "exceptions revoke"
      })
  void theCommandsOfGovernanceExplainThemselves(String command) {
    int code = CommandLineRoot.run(captured.plain(), Map.of(), (command + " --help").split(" "));

    assertThat(code).isEqualTo(ExitCode.DONE.number());
    assertThat(captured.out())
        .contains("Usage: isotrail " + command)
        .contains("--config=", "--data=", "--kafka-port=", "--format=")
        .doesNotContain("--policy=");
  }

  @Test
  void aKafkaThatIsAwayIsNamedWithinSeconds() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    long begun = System.nanoTime();
    int code =
        CommandLineRoot.run(
            captured.plain(),
            Map.of(),
            "policy",
            "show",
            "--set",
            "kafka.bootstrap.servers=127.0.0.1:" + port,
            "--set",
            "schema.registry.url=memory://away");

    assertThat(code).isEqualTo(ExitCode.FAILED.number());
    assertThat(captured.err())
        .contains("127.0.0.1:" + port)
        .contains("kafka.bootstrap.servers")
        .doesNotContain("Exception");
    assertThat(captured.out()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void theHelpNamesEveryExitCode() {
    CommandLineRoot.run(captured.plain(), Map.of(), "--help");

    for (ExitCode code : ExitCode.values()) {
      assertThat(captured.out()).containsPattern("(?m)^  " + code.number() + "  ");
    }
  }

  @Test
  void aSourceIsNotReadIntoTheDirectoryOfTheSample() throws IOException {
    Files.createDirectories(directory.resolve("logs"));
    Files.createDirectories(directory.resolve("data/sample"));

    assertThat(up("--source", "dir:" + directory.resolve("logs")))
        .isEqualTo(ExitCode.USAGE.number());

    assertThat(captured.err())
        .contains(directory.resolve("data").toString(), "sample organisation", "--data", "remove");
  }

  @Test
  void theSampleIsNotShownInTheDirectoryOfASource() throws IOException {
    Files.createDirectories(directory.resolve("data"));
    Files.createFile(directory.resolve("data/schemas.jsonl"));

    assertThat(up()).isEqualTo(ExitCode.USAGE.number());

    assertThat(captured.err())
        .contains(directory.resolve("data").toString(), "--source", "--data", "remove");
  }

  /** With a Kafka port that is taken, so that nothing is ever started. */
  private int up(String... source) throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> arguments = new ArrayList<>(List.of("up"));
      arguments.addAll(List.of(source));
      arguments.addAll(List.of("--data", directory.resolve("data").toString(), "--kafka-port"));
      arguments.add(Integer.toString(other.getLocalPort()));
      return CommandLineRoot.run(captured.plain(), Map.of(), arguments.toArray(String[]::new));
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
