package io.isotrail.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.ingest.feed.Notice.Reason;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What paths and source names say. */
class TrailPathTest {

  private static final String DAY = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/";

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/x.json.gz, true, -",
        "pre/AWSLogs/o-abc/111122223333/CloudTrail/eu-central-1/2026/03/01/x.json, true, -",
        "any/where.json.gz, false, -",
        "any/where.json, true, OTHER_FOLDER",
        "AWSLogs/1/Config/x.json.gz, true, OTHER_FOLDER",
        "AWSLogs/1/vpcflowlogs/x.log.gz, false, OTHER_FOLDER",
        "AWSLogs/1/CloudTrail-Digest/r/2026/03/01/x.json.gz, true, DIGEST",
        "a/CloudTrail-Digest/x.json.gz, false, DIGEST",
        "AWSLogs/1/CloudTrail-Insight/r/x.json.gz, true, INSIGHT",
        "AWSLogs/1/CloudTrail-NetworkActivity/r/x.json.gz, true, NETWORK_ACTIVITY",
        "AWSLogs/1/CloudTrail-Aggregated/r/x.json.gz, true, AGGREGATED",
        "AWSLogs/1/CloudTrail/, true, FOLDER_MARKER",
        "a/x.json.gz.part, false, OTHER_FILE",
        "a/x.txt, false, OTHER_FILE"
      })
  void theFolderDecides(String path, boolean trailOnly, @Nullable Reason expected) {
    assertThat(TrailPath.leftOut(path, trailOnly, DeliveryDays.ALL))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01, 2026-03-01, true",
    "2026-03-02, 2026-03-09, false",
    "2026-02-01, 2026-02-28, false"
  })
  void daysAreInclusive(LocalDate from, LocalDate to, boolean included) {
    DeliveryDays days = new DeliveryDays(Optional.of(from), Optional.of(to));

    assertThat(TrailPath.leftOut(DAY + "x.json.gz", true, days).isEmpty()).isEqualTo(included);
    assertThat(TrailPath.leftOut("undated.json.gz", false, days)).isEmpty();
  }

  @Test
  void threeNumbersThatAreNoDayAreNone() {
    assertThat(TrailPath.day("a/2026/13/45/2026/03/01/x.json")).contains(LocalDate.of(2026, 3, 1));
    assertThat(TrailPath.day("a/2026/13/45/x.json")).isEmpty();
  }

  @Test
  void theNameSaysWhenAndForWhomItWasDelivered() {
    String key = DAY + "111122223333_CloudTrail_eu-central-1_20260301T1005Z_AbCd.json.gz";

    assertThat(TrailPath.deliveredAt(key)).hasValue(1_772_359_500L);
    assertThat(TrailPath.deliveredAt("x_20269901T1005Z_.json.gz")).isEmpty();
    assertThat(TrailPath.account(key)).contains("111122223333");
  }

  @Test
  void sourcesAreParsed() {
    assertThat(Source.parse("dir:/a b")).isEqualTo(new Source.Directory("/a b"));
    assertThat(Source.parse("s3:my-logs")).isEqualTo(new Source.Bucket("my-logs", ""));
    assertThat(Source.parse("s3://my-logs/a/b")).isEqualTo(new Source.Bucket("my-logs", "a/b/"));
    assertThat(Source.parse("sqs:https://sqs.eu-central-1.amazonaws.com/1/q"))
        .isInstanceOfSatisfying(
            Source.Queue.class, queue -> assertThat(queue.region()).contains("eu-central-1"));
    assertThat(new Source.Queue("http://127.0.0.1:9324/1/q").region()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dir:",
        "/tmp",
        "s3:",
        "s3:UPPER",
        "sqs:",
        "sqs:queue",
        "sqs:ftp://x/y",
        "sqs:ht tp"
      })
  void whatIsNoSourceIsRefusedWithWhatWouldBe(String text) {
    assertThatThrownBy(() -> Source.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give ");
  }
}
