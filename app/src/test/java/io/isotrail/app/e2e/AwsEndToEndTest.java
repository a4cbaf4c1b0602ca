package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.emulated.EmulatedAws;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path from S3 and SQS to the answers. */
final class AwsEndToEndTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path directory;

  private static Organisation organisation;
  private static EmulatedAws aws;
  private static String queue;

  @BeforeAll
  static void deliver() throws Exception {
    organisation = Organisation.make(directory.resolve("organisation"), 3, 40, 60);
    aws = new EmulatedAws();
    queue = aws.createQueue("trail");
    aws.deliver(organisation.directory(), queue);
  }

  @AfterAll
  static void end() {
    aws.close();
  }

  @Test
  void aQueueOfNotificationsLeadsToTheExpectedAnswers() throws Exception {
    JsonNode expected = Answers.json(organisation.expected());
    try (Isotrail up =
        Isotrail.start(
            directory,
            aws.environment(),
            "up",
            "--source",
            "sqs:" + queue,
            "--policy",
            organisation.policy(),
            "--exceptions",
            organisation.exceptions(),
            "--set",
            "isotrail.streams.retention=36500d",
            "--set",
            "isotrail.streams.run.retention=36500d",
            "--data",
            directory.resolve("data").toString(),
            "--port",
            "0",
            "--kafka-port",
            "0")) {
      URI page = up.page();
      Awaitility.await().atMost(PATIENCE).until(() -> aws.messages(queue) == 0);
      URI asked = page.resolve("api/v1/kpis?window=P30D&asOf=" + organisation.end());
      up.awaitSaid("Production models isolated");

      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  Answers.assertSameLiveKpis(
                      Answers.json(Isotrail.get(asked)), expected.required("kpis")));
      assertThat(up.terminate()).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aBucketIsReportedToItsEnd() throws Exception {
    try (Isotrail report =
        Isotrail.start(
            directory,
            aws.environment(),
            "report",
            "--source",
            "s3:" + EmulatedAws.BUCKET + "/AWSLogs",
            "--policy",
            organisation.policy(),
            "--exceptions",
            organisation.exceptions(),
            "--as-of",
            organisation.end().toString(),
            "--all",
            "--format",
            "json")) {
      assertThat(report.exitCode()).as(report.err()).isZero();
      Answers.assertSame(report.out(), organisation.expected());
    }
  }

  @Test
  void aBucketThatDoesNotExistIsNamed() {
    try (Isotrail report =
        Isotrail.start(
            directory, aws.environment(), "report", "--source", "s3:no-such-bucket/AWSLogs")) {
      assertThat(report.exitCode()).isEqualTo(2);
      assertThat(report.err()).contains("no-such-bucket").doesNotContain("\tat ");
    }
  }
}
