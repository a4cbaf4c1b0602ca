package io.isotrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isotrail.avro.Fact;
import io.isotrail.emulated.EmulatedAws;
import io.isotrail.ingest.given.MemoryPublisher;
import io.isotrail.ingest.given.MemoryStatusLog;
import io.isotrail.ingest.given.Records;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The past of buckets, over S3's real protocol. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackfillTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ONE = "111122223333";
  private static final String TWO = "444455556666";
  private static final String ORGANISATION = "o-exampleorgid";

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // Set before the first test.
  private EmulatedAws aws;

  @BeforeAll
  void start() throws Exception {
    aws = new EmulatedAws();
  }

  @AfterAll
  void stop() {
    aws.close();
  }

  /** How a run ended. */
  private record Run(Backfill.Progress progress, Backfill.Summary summary) {}

  private Settings settings(String sources, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(aws.settings());
    values.put("isotrail.ingest.backfill.sources", sources);
    values.put("isotrail.ingest.backfill.checkpoints", directory.toString());
    values.put("isotrail.ingest.retry.attempts", "2");
    values.put("isotrail.ingest.retry.first", "1ms");
    values.putAll(more);
    return new Settings(values);
  }

  private Backfill open(String sources, MemoryPublisher publisher, Map<String, String> more) {
    return Backfill.open(
        settings(sources, more),
        new SimpleMeterRegistry(),
        "topic",
        publisher,
        new MemoryStatusLog());
  }

  private Run run(String sources, MemoryPublisher publisher, Map<String, String> more)
      throws InterruptedException {
    try (Backfill backfill = open(sources, publisher, more)) {
      backfill.start();
      assertThat(backfill.awaitEnd(PATIENCE)).isTrue();
      return new Run(backfill.progress(), backfill.summary());
    }
  }

  private Run run(String sources, MemoryPublisher publisher) throws InterruptedException {
    return run(sources, publisher, Map.of());
  }

  private static byte[] log(String eventId) {
    return Records.gzip(
        Records.file(Records.foreign(1), Records.createModel(eventId, "m-" + eventId, Records.AT)));
  }

  private void put(String bucket, String folder, String day, String eventId) {
    aws.put(bucket, folder + day + "/" + eventId + ".json.gz", log(eventId));
  }

  private static String trail(String account, String region) {
    return "AWSLogs/" + account + "/CloudTrail/" + region + "/";
  }

  private static List<String> eventIds(MemoryPublisher publisher) {
    return publisher.facts.stream().map(Fact::getEventId).toList();
  }

  private String bucket(String name) {
    aws.createBucket(name);
    return name;
  }

  @Test
  void theNewestDayOfEveryAccountAndRegionComesFirst() throws Exception {
    String bucket = bucket("newest-first");
    put(bucket, trail(ONE, "eu-central-1"), "2024/12/31", "e-3");
    put(bucket, trail(ONE, "eu-central-1"), "2026/03/01", "e-1");
    put(bucket, trail(TWO, "us-gov-west-1"), "2025/02/28", "e-2");
    put(bucket, trail(TWO, "cn-north-1"), "2022/01/01", "e-4");
    MemoryPublisher publisher = new MemoryPublisher();

    Run run = run("s3:" + bucket, publisher, Map.of("isotrail.ingest.in-flight.objects", "1"));

    assertThat(eventIds(publisher)).containsExactly("e-1", "e-2", "e-3", "e-4");
    assertThat(run.progress().position().days()).isEqualTo(4);
    assertThat(run.progress().position().daysEnded()).isEqualTo(4);
    assertThat(run.progress().read().incomplete()).isFalse();
    assertThat(run.summary().lacks()).isEmpty();
  }

  @Test
  void onlyTheWantedAccountsRegionsAndDaysAreListed() throws Exception {
    String bucket = bucket("wanted");
    for (String account : List.of(ONE, TWO)) {
      for (String region : List.of("eu-central-1", "us-east-1")) {
        for (String day : List.of("2025/12/31", "2026/01/01", "2026/02/28", "2026/03/01")) {
          String id = account.charAt(0) + region.substring(0, 2) + day.replace("/", "");
          put(bucket, trail(account, region), day, id);
        }
      }
    }
    MemoryPublisher publisher = new MemoryPublisher();

    Run run =
        run(
            "s3:" + bucket,
            publisher,
            Map.of(
                "isotrail.ingest.backfill.accounts", ONE,
                "isotrail.ingest.backfill.regions", "us-east-1",
                "isotrail.ingest.from", "2026-01-01",
                "isotrail.ingest.to", "2026-02-28"));

    assertThat(eventIds(publisher)).containsExactlyInAnyOrder("1us20260101", "1us20260228");
    assertThat(run.summary().listed()).isEqualTo(2);
  }

  @Test
  void organisationTrailsPrefixesAndSeveralBucketsAreFoundAndOtherFoldersAreNot() throws Exception {
    String first = bucket("organisation");
    String second = bucket("several");
    String organisation = "AWSLogs/" + ORGANISATION + "/" + TWO + "/CloudTrail/eu-west-1/";
    put(first, organisation, "2026/01/02", "o-1");
    put(first, trail(ONE, "eu-west-1"), "2026/01/02", "o-2");
    put(first, "AWSLogs/" + ONE + "/Config/eu-west-1/", "2026/01/02", "no-1");
    put(first, "AWSLogs/" + ONE + "/CloudTrail-Digest/eu-west-1/", "2026/01/02", "no-2");
    put(first, trail(ONE, "eu-west-1"), "2026/13/45", "no-3");
    put(second, "a/" + trail(ONE, "eu-west-1"), "2026/01/02", "p-1");
    put(second, "b/c/" + trail(ONE, "eu-west-1"), "2026/01/02", "p-2");
    put(second, "other/", "2026/01/02", "no-4");
    MemoryPublisher publisher = new MemoryPublisher();

    run("s3:" + first + " s3:" + second + " s3:" + second + "/b/c", publisher);

    assertThat(eventIds(publisher)).containsExactlyInAnyOrder("o-1", "o-2", "p-1", "p-2");
  }

  @Test
  void aSourceMayBeginAtEachLevelOfTheLayout() throws Exception {
    String bucket = bucket("levels");
    String root = "x/AWSLogs/";
    String organisation = root + ORGANISATION + "/";
    String account = organisation + ONE + "/";
    String region = account + "CloudTrail/eu-west-1/";
    put(bucket, region, "2026/01/02", "l-1");

    for (String prefix :
        List.of("", "x", root, organisation, account, account + "CloudTrail", region)) {
      MemoryPublisher publisher = new MemoryPublisher();
      Path own = Files.createDirectories(directory.resolve("at" + prefix.length()));
      run(
          "s3:" + bucket + "/" + prefix,
          publisher,
          Map.of("isotrail.ingest.backfill.checkpoints", own.toString()));
      assertThat(eventIds(publisher)).as(prefix).containsExactly("l-1");
    }
    for (String prefix : List.of(region + "2026", root + "123", account + "CloudTrail-Digest")) {
      assertThatThrownBy(() -> open("s3:" + bucket + "/" + prefix, new MemoryPublisher(), Map.of()))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining(prefix)
          .hasMessageContaining("AWSLogs/ACCOUNT/CloudTrail/REGION");
    }
  }

  @Test
  void aFinishedDayIsNotListedAgainAndTheDaysOfTheLiveFeedAre() throws Exception {
    String bucket = bucket("repeated");
    String today = LocalDate.now(ZoneOffset.UTC).toString().replace('-', '/');
    put(bucket, trail(ONE, "eu-west-1"), "2026/01/02", "r-1");
    put(bucket, trail(ONE, "eu-west-1"), today, "r-2");
    MemoryPublisher first = new MemoryPublisher();
    run("s3:" + bucket, first);
    put(bucket, trail(ONE, "eu-west-1"), today, "r-3");
    MemoryPublisher second = new MemoryPublisher();

    Run again = run("s3:" + bucket, second);

    assertThat(eventIds(first)).containsExactlyInAnyOrder("r-1", "r-2");
    assertThat(eventIds(second)).containsExactly("r-3");
    assertThat(again.progress().position().days()).isEqualTo(2);
    assertThat(again.progress().position().daysBefore()).isEqualTo(1);
    assertThat(again.summary()).isEqualTo(new Backfill.Summary(2, 1, 1, 0, 0, 1, List.of()));
  }

  @Test
  void besideALiveFeedAndTwiceOverTheFactsAreTheSame() throws Exception {
    String bucket = bucket("beside");
    String queue = aws.createQueue("beside");
    for (int i = 0; i < 40; i++) {
      String key = trail(ONE, "eu-west-1") + "2026/01/0" + (1 + i % 5) + "/" + i + ".json.gz";
      aws.put(bucket, key, log("x-" + i));
      aws.send(
          queue,
          """
          {"Records":[{"eventVersion":"2.1","eventName":"ObjectCreated:Put","s3":{
           "bucket":{"name":"%s"},"object":{"key":"%s"}}}]}"""
              .formatted(bucket, key));
    }
    MemoryPublisher alone = new MemoryPublisher();
    run("s3:" + bucket, alone, Map.of("isotrail.ingest.backfill.checkpoints", fresh()));
    MemoryPublisher shared = new MemoryPublisher();
    Map<String, String> live = new HashMap<>(aws.settings());
    live.put("isotrail.ingest.source", "sqs:" + queue);
    live.put("isotrail.ingest.sqs.wait", "1s");
    live.put("isotrail.ingest.canary", "0s");

    try (Ingest feed =
        Ingest.open(new Settings(live), new SimpleMeterRegistry(), shared, new MemoryStatusLog())) {
      feed.start();
      run("s3:" + bucket, shared, Map.of("isotrail.ingest.backfill.checkpoints", fresh()));
      run("s3:" + bucket, shared, Map.of("isotrail.ingest.backfill.checkpoints", fresh()));
      await().atMost(PATIENCE).until(() -> aws.messages(queue) == 0);
    }

    assertThat(shared.facts).hasSize(3 * 40);
    assertThat(shared.factSet()).isEqualTo(alone.factSet()).hasSize(40);
  }

  private String fresh() throws IOException {
    return Files.createTempDirectory(directory, "checkpoints").toString();
  }

  @Test
  void theSumBalancesWithDamagedAndForeignObjects() throws Exception {
    String bucket = bucket("balanced");
    put(bucket, trail(ONE, "eu-west-1"), "2026/01/02", "b-1");
    aws.put(bucket, trail(ONE, "eu-west-1") + "2026/01/02/damaged.json.gz", new byte[] {1, 2});
    aws.put(bucket, trail(ONE, "eu-west-1") + "2026/01/02/notes.txt", new byte[] {1, 2});
    MemoryPublisher publisher = new MemoryPublisher();

    Run run = run("s3:" + bucket, publisher);

    assertThat(run.summary()).isEqualTo(new Backfill.Summary(3, 1, 1, 1, 0, 1, List.of()));
    assertThat(run.summary().balances()).isTrue();
    assertThat(publisher.reasons()).containsExactly("not-gzip");
    // A letter is kept of it, so that the day is done.
    assertThat(run("s3:" + bucket, publisher).progress().position().daysBefore()).isEqualTo(1);
  }

  @Test
  void whatCannotBePublishedIsGivenUpAndReadByTheNextRunAlone() throws Exception {
    String bucket = bucket("given-up");
    for (int i = 0; i < 4; i++) {
      put(bucket, trail(ONE, "eu-west-1"), "2026/01/02", "g-" + i);
    }
    MemoryPublisher failing = new MemoryPublisher();
    // Both attempts at the first object, which keeps its place between them.
    failing.failNext(2);
    Map<String, String> oneByOne =
        Map.of("isotrail.ingest.in-flight.objects", "1", "isotrail.ingest.in-flight.waiting", "0");

    Run run = run("s3:" + bucket, failing, oneByOne);

    assertThat(run.progress().read().incomplete()).isTrue();
    assertThat(run.summary()).isEqualTo(new Backfill.Summary(4, 3, 0, 0, 1, 3, List.of()));
    MemoryPublisher next = new MemoryPublisher();
    assertThat(run("s3:" + bucket, next).summary())
        .isEqualTo(new Backfill.Summary(4, 1, 3, 0, 0, 1, List.of()));
    assertThat(eventIds(next)).containsExactly("g-0");
  }

  @Test
  void tooManyThatCannotBeHadEndTheRun() throws Exception {
    String bucket = bucket("stopped");
    for (int i = 0; i < 20; i++) {
      put(bucket, trail(ONE, "eu-west-1"), "2026/01/0" + (1 + i % 2), "s-" + i);
    }
    MemoryPublisher failing = new MemoryPublisher();
    failing.failNext(Integer.MAX_VALUE);
    Map<String, String> three =
        Map.of(
            "isotrail.ingest.in-flight.objects", "1",
            "isotrail.ingest.retry.attempts", "1",
            "isotrail.ingest.backfill.give-up-after", "3");

    Run run = run("s3:" + bucket, failing, three);

    assertThat(run.summary().givenUp()).isBetween(3L, 4L);
    assertThat(run.summary().balances()).isTrue();
    assertThat(run.summary().lacks())
        .singleElement()
        .asString()
        .contains("objects could not be had");
    MemoryPublisher next = new MemoryPublisher();
    assertThat(run("s3:" + bucket, next).summary().facts()).isEqualTo(20);
  }

  @Test
  void anAccountThatIsNowhereAndABucketWithoutATrailAreNamed() throws Exception {
    String bucket = bucket("lacking");
    put(bucket, trail(ONE, "eu-west-1"), "2026/01/02", "n-1");
    String empty = bucket("without-trail");
    MemoryPublisher publisher = new MemoryPublisher();

    Run run =
        run(
            "s3:" + bucket + " s3:" + empty,
            publisher,
            Map.of("isotrail.ingest.backfill.accounts", ONE + "," + TWO));

    assertThat(run.progress().read().incomplete()).isTrue();
    assertThat(run.summary().lacks())
        .anyMatch(lack -> lack.contains("no logs of account " + TWO))
        .anyMatch(lack -> lack.contains("no folder AWSLogs in s3://without-trail/"));
    assertThat(eventIds(publisher)).containsExactly("n-1");
  }

  @Test
  void aCheckpointIsUsedByOneRunAtATimeAndBelongsToOneTopic() throws Exception {
    String bucket = bucket("locked");
    put(bucket, trail(ONE, "eu-west-1"), "2026/01/02", "k-1");
    try (Backfill first = open("s3:" + bucket, new MemoryPublisher(), Map.of())) {
      assertThatThrownBy(() -> open("s3:" + bucket, new MemoryPublisher(), Map.of()))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("in use by another run");
      first.start();
      assertThat(first.awaitEnd(PATIENCE)).isTrue();
    }
    MemoryPublisher other = new MemoryPublisher();

    try (Backfill elsewhere =
        Backfill.open(
            settings("s3:" + bucket, Map.of()),
            new SimpleMeterRegistry(),
            "another-topic",
            other,
            new MemoryStatusLog())) {
      elsewhere.start();
      assertThat(elsewhere.awaitEnd(PATIENCE)).isTrue();
    }

    assertThat(eventIds(other)).containsExactly("k-1");
  }

  @Test
  void theRateIsBounded() throws Exception {
    String bucket = bucket("slow");
    for (int i = 0; i < 30; i++) {
      put(bucket, trail(ONE, "eu-west-1"), "2026/01/02", "t-" + i);
    }
    long begun = System.nanoTime();

    run(
        "s3:" + bucket,
        new MemoryPublisher(),
        Map.of("isotrail.ingest.backfill.objects-per-second", "10"));

    // A load on the machine only makes it longer: ten go at once, the others wait two seconds.
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1_800));
  }

  @Test
  void whatCannotBeASourceIsRefused() {
    assertThatThrownBy(() -> open("sqs:https://example.com/1/q", new MemoryPublisher(), Map.of()))
        .hasMessageContaining("only buckets have a past to list");
    assertThatThrownBy(
            () ->
                open(
                    "s3:b-b",
                    new MemoryPublisher(),
                    Map.of("isotrail.ingest.backfill.accounts", "12")))
        .hasMessageContaining("'12' is no account id");
    assertThatThrownBy(() -> open("s3:not-there-at-all", new MemoryPublisher(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("s3://not-there-at-all/");
  }

  @Test
  void anUnusableCheckpointIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("a-file"));

    assertThatThrownBy(
            () ->
                open(
                    "s3:b-b",
                    new MemoryPublisher(),
                    Map.of("isotrail.ingest.backfill.checkpoints", file.toString())))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(file.toString());
  }
}
