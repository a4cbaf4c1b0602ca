package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated organisation through the real path, against the answer of a separate program. */
final class ReportEndToEndTest {

  @TempDir static Path directory;

  private static Organisation organisation;

  @BeforeAll
  static void simulate() throws IOException {
    organisation = Organisation.make(directory.resolve("an organisation"), 4, 60, 60);
  }

  @Test
  void theReportIsWhatTheBatchProgramExpects() throws IOException {
    InProcess report = report("--all", "--format", "json");

    assertThat(report.code()).as(report.err()).isZero();
    assertThat(Answers.json(report.out()).required("violations")).isNotEmpty();
    Answers.assertSame(report.out(), organisation.expected());
  }

  @Test
  void withoutAllOnlyTheOpenOnesAreThereAndFailOnSaysSo() throws IOException {
    InProcess report = report("--format", "json", "--fail-on", "low");

    long open = 0;
    for (JsonNode violation : Answers.json(organisation.expected()).required("violations")) {
      open += violation.required("endedAt").isNull() ? 1 : 0;
    }
    assertThat(Answers.json(report.out()).required("violations")).hasSize((int) open);
    assertThat(report.code()).isEqualTo(3);
  }

  @Test
  void csvHasALineForEachViolationAndNothingElseOnStandardOutput() throws IOException {
    InProcess report = report("--all", "--format", "csv");

    int violations = Answers.json(organisation.expected()).required("violations").size();
    assertThat(report.code()).isZero();
    assertThat(report.out().split("\r\n")).hasSize(violations + 1);
    assertThat(report.out()).startsWith("key,arn,kind,");
  }

  /** What came after the last day that is read may have ended it. */
  @Test
  void ofAMonthThatIsOverItIsAsOfItsEnd(@TempDir Path logs) throws IOException {
    Path day =
        Files.createDirectories(
            logs.resolve("AWSLogs/111122223333/CloudTrail/eu-central-1/2026/06/15"));
    Files.writeString(
        day.resolve("111122223333_CloudTrail_eu-central-1_20260615T1000Z_a.json"),
        """
        {"Records":[{"eventVersion":"1.08","userIdentity":{"type":"AWSService","invokedBy":"x"},        "eventTime":"2026-06-15T10:00:00Z","eventSource":"sagemaker.amazonaws.com","eventName":"CreateModel",        "awsRegion":"eu-central-1","requestParameters":{"modelName":"m"},        "responseElements":{"modelArn":"arn:aws:sagemaker:eu-central-1:111122223333:model/m"},        "eventID":"e-1","recipientAccountId":"111122223333"}]}
        """);
    String[] month = {
      "report",
      "--source",
      "dir:" + logs,
      "--from",
      "2026-06-01",
      "--to",
      "2026-06-30",
      "--format",
      "json"
    };

    InProcess report = InProcess.run(month);
    String[] later = Arrays.copyOf(month, month.length + 2);
    later[month.length] = "--as-of";
    later[month.length + 1] = "2026-07-01T00:00:00Z";
    InProcess refused = InProcess.run(later);

    assertThat(Answers.json(report.out()).required("kpis").required("asOf").asText())
        .isEqualTo("2026-06-30T23:59:59Z");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--as-of").contains("--to");
  }

  @Test
  void leavesNothingBehind() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    long before = leftBehind(temporary);

    report();

    assertThat(leftBehind(temporary)).isEqualTo(before);
  }

  private static long leftBehind(Path temporary) throws IOException {
    try (var files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("isotrail-report-"))
          .count();
    }
  }

  private static InProcess report(String... more) {
    String[] base = {
      "report",
      "--source",
      organisation.source(),
      "--policy",
      organisation.policy(),
      "--exceptions",
      organisation.exceptions(),
      "--as-of",
      organisation.end().toString()
    };
    String[] arguments = new String[base.length + more.length];
    System.arraycopy(base, 0, arguments, 0, base.length);
    System.arraycopy(more, 0, arguments, base.length, more.length);
    return InProcess.run(arguments);
  }
}
