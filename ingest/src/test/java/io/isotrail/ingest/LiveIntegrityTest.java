package io.isotrail.ingest;

import static io.isotrail.ingest.given.SignedTrail.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.SourceStatus;
import io.isotrail.avro.TimeSpan;
import io.isotrail.avro.TrailEvent;
import io.isotrail.emulated.EmulatedAws;
import io.isotrail.ingest.given.MemoryPublisher;
import io.isotrail.ingest.given.MemoryStatusLog;
import io.isotrail.ingest.given.Records;
import io.isotrail.ingest.given.SignedTrail;
import io.isotrail.ingest.given.SignedTrail.Written;
import io.isotrail.schemas.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digests that are judged while logs are read. */
class LiveIntegrityTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final SignedTrail trail = new SignedTrail();
  private final MemoryPublisher publisher = new MemoryPublisher();
  private final MemoryStatusLog statusLog = new MemoryStatusLog();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @TempDir Path directory;

  @BeforeEach
  void keys() throws Exception {
    Files.writeString(directory.resolve("keys.json"), SignedTrail.publicKeysJson());
  }

  private Ingest open(Map<String, String> more) {
    return open(more, metrics);
  }

  private Ingest open(Map<String, String> more, SimpleMeterRegistry to) {
    Map<String, String> values = new HashMap<>(more);
    values.putIfAbsent("isotrail.ingest.source", "dir:" + directory.resolve("logs"));
    values.put("isotrail.ingest.integrity.public-keys", directory.resolve("keys.json").toString());
    return Ingest.open(new Settings(values), to, publisher, statusLog);
  }

  private void write() throws Exception {
    for (var entry : trail.objects().entrySet()) {
      String key = entry.getKey().substring(BUCKET.length() + 1);
      Path file = directory.resolve("logs").resolve(key);
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue().content());
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
      Optional<String> signature = entry.getValue().signature();
      if (signature.isPresent()) {
        Files.writeString(file.resolveSibling(file.getFileName() + ".signature"), signature.get());
      }
    }
  }

  private void runDirectory(Map<String, String> more) throws Exception {
    try (Ingest ingest = open(more)) {
      ingest.start();
      assertThat(ingest.awaitEnd(PATIENCE)).isTrue();
    }
  }

  private Optional<IntegrityStatus> status() {
    return statuses().stream().findFirst();
  }

  private List<IntegrityStatus> statuses() {
    return statusLog.load().values().stream()
        .map(Progress::getBody)
        .filter(IntegrityStatus.class::isInstance)
        .map(IntegrityStatus.class::cast)
        .toList();
  }

  private double count(String name, String result) {
    return count(metrics, name, result);
  }

  private static double count(SimpleMeterRegistry metrics, String name, String result) {
    return metrics.find(name).tag("result", result).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private double sum(String name) {
    return sum(metrics, name);
  }

  private static double sum(SimpleMeterRegistry metrics, String name) {
    return metrics.find(name).counters().stream().mapToDouble(counter -> counter.count()).sum();
  }

  /** The two relations, by account and region; the digests' lists are held against the ledger. */
  private void ledgersBalance() {
    ledgersBalance(metrics);
  }

  private static void ledgersBalance(SimpleMeterRegistry metrics) {
    for (String unit : List.of("objects", "records")) {
      String ledger = "isotrail.ledger." + unit;
      for (Counter notified : metrics.find(ledger + ".notified").counters()) {
        List<Tag> place = notified.getId().getTags();
        assertThat(
                notified.count() + metrics.get(ledger + ".by.digest").tags(place).counter().count())
            .as("%s of %s", unit, place)
            .isEqualTo(
                metrics.find(ledger).tags(place).counters().stream()
                        .mapToDouble(Counter::count)
                        .sum()
                    + metrics.get(ledger + ".in.flight").tags(place).gauge().value());
      }
    }
    for (Counter named : metrics.find("isotrail.digest.logs.named").counters()) {
      List<Tag> place = named.getId().getTags();
      assertThat(named.count())
          .as("named of %s", place)
          .isEqualTo(
              metrics.find("isotrail.digest.logs").tags(place).counters().stream()
                  .mapToDouble(Counter::count)
                  .sum());
    }
    assertThat(sum(metrics, "isotrail.ledger.objects.by.digest"))
        .isEqualTo(
            count(metrics, "isotrail.digest.logs", "healed")
                + count(metrics, "isotrail.digest.logs", "read-again"));
  }

  @Test
  void aDirectoryIsJudgedOnceItsLogsAreReadAndNoneIsReadTwice() throws Exception {
    trail.hours(START, 5, 3);
    write();

    runDirectory(Map.of());

    assertThat(status())
        .hasValueSatisfying(
            status -> {
              assertThat(status.getFindings()).isEmpty();
              assertThat(status.getGaps()).isEmpty();
              assertThat(status.getUnproven()).isEmpty();
              assertThat(status.getVerifiedUntil())
                  .isEqualTo(START.plus(Duration.ofHours(5)).getEpochSecond());
            });
    assertThat(count("isotrail.digests", "valid")).isEqualTo(5);
    assertThat(count("isotrail.digest.logs", "read")).isEqualTo(15);
    assertThat(count("isotrail.digest.logs", "healed")).isZero();
    ledgersBalance();
  }

  @Test
  void whatIsMissingOrChangedIsNamedUntilItIsRestored() throws Exception {
    List<Written> digests = trail.hours(START, 6, 2);
    String changed = digests.get(1).logs().getFirst();
    String removed = digests.get(2).logs().getLast();
    var original = trail.objects().get(BUCKET + "/" + changed);
    var lost = trail.objects().remove(BUCKET + "/" + removed);
    var digest = trail.objects().remove(BUCKET + "/" + digests.get(3).key());
    trail
        .objects()
        .put(
            BUCKET + "/" + changed,
            new SignedTrail.Stored(
                SignedTrail.gzip("{\"Records\":[]}".getBytes(StandardCharsets.UTF_8)),
                Optional.empty()));
    write();

    runDirectory(Map.of());

    assertThat(status().orElseThrow().getFindings())
        .extracting(IntegrityFinding::getKind)
        .containsExactlyInAnyOrder("log-hash", "log-missing", "digest-missing");
    assertThat(status().orElseThrow().getGaps()).hasSize(1);

    trail.objects().put(BUCKET + "/" + changed, java.util.Objects.requireNonNull(original));
    trail.objects().put(BUCKET + "/" + removed, java.util.Objects.requireNonNull(lost));
    trail
        .objects()
        .put(BUCKET + "/" + digests.get(3).key(), java.util.Objects.requireNonNull(digest));
    write();
    runDirectory(Map.of());

    assertThat(status().orElseThrow().getFindings()).isEmpty();
    assertThat(status().orElseThrow().getGaps()).isEmpty();
  }

  @Test
  void withoutRoomForHashesLogsAreReadAgainAndWithoutRoomForDigestsTheyAreCounted()
      throws Exception {
    trail.hours(START, 5, 2);
    write();

    runDirectory(
        Map.of(
            "isotrail.ingest.integrity.limit.remembered-logs", "0",
            "isotrail.ingest.integrity.limit.waiting-digests", "2"));

    assertThat(count("isotrail.digests", "valid")).isEqualTo(2);
    assertThat(count("isotrail.digests", "left-out")).isEqualTo(3);
    assertThat(count("isotrail.digest.logs", "checked")).isEqualTo(4);
    ledgersBalance();
  }

  @Test
  void nothingIsJudgedWhereItIsSwitchedOff() throws Exception {
    trail.hours(START, 2, 2);
    write();

    runDirectory(Map.of("isotrail.ingest.integrity.check", "false"));

    assertThat(status()).isEmpty();
    assertThat(metrics.find("isotrail.digests").counters()).isEmpty();
  }

  @Test
  void findingsBeyondTheLimitAreOnlyCounted() throws Exception {
    trail.hours(START, 3, 2).stream()
        .flatMap(written -> written.logs().stream())
        .forEach(log -> trail.objects().remove(BUCKET + "/" + log));
    write();

    runDirectory(Map.of("isotrail.ingest.integrity.limit.findings", "4"));

    assertThat(status().orElseThrow().getFindings()).hasSize(4);
    assertThat(status().orElseThrow().getFindingsLeftOut()).isEqualTo(2);
    assertThat(status().orElseThrow().getFindingsLeftOutUntil())
        .isEqualTo(START.plus(Duration.ofHours(3)).getEpochSecond());
  }

  @Test
  void aTrailEventIsToldWithTheFactsOfItsObject() throws Exception {
    String stop =
        Records.call("StopLogging", "stop-1", "{\"name\":\"management\"}")
            .replace("\"eventSource\":\"sagemaker", "\"eventSource\":\"cloudtrail");
    trail.log(
        BUCKET,
        START.plusSeconds(60),
        new String(
            Records.file(stop, Records.createModel("m-1", "m", Records.AT)),
            StandardCharsets.UTF_8),
        1);
    write();

    runDirectory(Map.of());

    assertThat(publisher.facts).hasSize(1);
    assertThat(publisher.statuses)
        .containsOnlyKeys("trail-event/" + Records.ACCOUNT + "/" + Records.REGION + "/stop-1");
    assertThat(publisher.statuses.values())
        .extracting(Progress::getBody)
        .first()
        .isInstanceOfSatisfying(
            TrailEvent.class, event -> assertThat(event.getTrail()).isEqualTo("management"));
  }

  @Test
  void aLogThatOnlyADigestNamesIsFetchedAndRead() throws Exception {
    readWhatOnlyADigestNames(false, () -> status().filter(s -> s.getHealed() == 1).isPresent());

    assertThat(count("isotrail.digest.logs", "healed")).isEqualTo(1);
    assertThat(count("isotrail.digest.logs", "read")).isEqualTo(1);
    assertThat(sum("isotrail.ledger.objects.by.digest")).isEqualTo(1);
    assertThat(sum("isotrail.ledger.objects.notified")).isEqualTo(2);
    assertThat(sum("isotrail.ledger.records.by.digest")).isEqualTo(1);
    ledgersBalance();
    assertThat(status().orElseThrow().getFindings()).isEmpty();
  }

  @Test
  void aLogThatWasGivenBackAndLostThereIsReadWhenItsDigestNamesIt() throws Exception {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    String lost = log(hour.plusSeconds(60), "m-1", 1);
    Written digest = trail.digest(BUCKET, hour, hour.plusSeconds(3_600), List.of(lost), null, "");
    publisher.failNext(Integer.MAX_VALUE);
    try (EmulatedAws aws = new EmulatedAws()) {
      put(aws);
      String queue = aws.createQueue("losing", 2);
      notify(aws, queue, lost);
      Map<String, String> settings = queueSettings(aws, queue);
      settings.put("isotrail.ingest.sqs.receives", "1");
      settings.put("isotrail.ingest.sqs.hold", "0s");
      settings.put("isotrail.ingest.retry.attempts", "1");
      settings.put("isotrail.ingest.retry.cap", "1s");
      try (Ingest ingest = open(settings)) {
        ingest.start();
        // Moved away by the queue itself after its second delivery.
        await().atMost(PATIENCE).until(() -> aws.messages(queue) == 0);
        publisher.failNext(0);
        notify(aws, queue, digest.key());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(covered()).isEqualTo(3_600));
      }
    }
    assertThat(publisher.facts).hasSize(1);
    assertThat(count("isotrail.digest.logs", "read-again")).isEqualTo(1);
    ledgersBalance();
  }

  @Test
  void whatAnotherInstanceMayHaveReadIsReadAgainAndNotCalledHealed() throws Exception {
    readWhatOnlyADigestNames(true, () -> count("isotrail.digest.logs", "read-again") == 1);

    assertThat(count("isotrail.digest.logs", "healed")).isZero();
    assertThat(sum("isotrail.ledger.objects.by.digest")).isEqualTo(1);
    assertThat(status().orElseThrow().getHealed()).isZero();
    ledgersBalance();
  }

  @Test
  void twoInstancesOnOneQueueFindNothingWrongWithWhatTheyShare() throws Exception {
    int hours = 8;
    int logsEach = 3;
    trail.hours(START, hours, logsEach);
    List<String> keys =
        new ArrayList<>(
            trail.objects().keySet().stream()
                .map(name -> name.substring(BUCKET.length() + 1))
                .toList());
    // Neither sees a whole hour, nor the digest before each of its own.
    Collections.shuffle(keys, new Random(7));
    SimpleMeterRegistry others = new SimpleMeterRegistry();
    try (EmulatedAws aws = new EmulatedAws()) {
      put(aws);
      String queue = aws.createQueue("shared");
      Map<String, String> settings = queueSettings(aws, queue);
      Map<String, String> otherSettings = new HashMap<>(settings);
      otherSettings.put("isotrail.ingest.instance", "two");
      try (Ingest one = open(settings);
          Ingest two = open(otherSettings, others)) {
        one.start();
        two.start();
        for (String key : keys) {
          notify(aws, queue, key);
        }
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(covered()).isEqualTo(hours * 3_600L));
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    one.progress().settled() == one.progress().discovered()
                        && two.progress().settled() == two.progress().discovered());
      }
    }
    // One may follow the chain back to digests of which the other was told: both prove them.
    assertThat(count("isotrail.digests", "valid")).isBetween(1.0, (double) hours);
    assertThat(count(others, "isotrail.digests", "valid")).isBetween(1.0, (double) hours);
    for (IntegrityStatus status : statuses()) {
      assertThat(status.getFindings()).isEmpty();
      assertThat(status.getHealed()).isZero();
    }
    ledgersBalance(metrics);
    ledgersBalance(others);
  }

  /** Seconds that valid digests cover by what all instances say together. */
  private long covered() {
    TreeSet<Long> hours = new TreeSet<>();
    for (IntegrityStatus status : statuses()) {
      for (TimeSpan span : status.getCovered()) {
        for (long at = span.getFrom(); at < span.getTo(); at++) {
          hours.add(at);
        }
      }
    }
    return hours.size();
  }

  private void readWhatOnlyADigestNames(boolean shared, Callable<Boolean> done) throws Exception {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    String told = log(hour.plusSeconds(60), "m-1", 1);
    // Delivered after the start of ingest, and no notification tells of it.
    String untold = log(Instant.now().plus(Duration.ofMinutes(2)), "m-2", 2);
    Written digest =
        trail.digest(BUCKET, hour, hour.plusSeconds(3_600), List.of(told, untold), null, "");
    try (EmulatedAws aws = new EmulatedAws()) {
      put(aws);
      String queue = aws.createQueue("heal");
      if (shared) {
        SourceStatus other = new SourceStatus("sqs:" + queue, true, true, 1L, 1L, 0L);
        statusLog.write(
            Map.of(
                "source/sqs:" + queue + "#other",
                new Progress(Instant.now().getEpochSecond(), other)));
      }
      for (String key : List.of(told, digest.key())) {
        notify(aws, queue, key);
      }
      try (Ingest ingest = open(queueSettings(aws, queue))) {
        ingest.start();
        await().atMost(PATIENCE).until(() -> publisher.facts.size() == 2);
        await().atMost(PATIENCE).until(done);
        await().atMost(PATIENCE).until(() -> status().isPresent());
        await()
            .atMost(PATIENCE)
            .until(() -> ingest.progress().settled() == ingest.progress().discovered());
      }
    }
    assertThat(statusLog.latest().keySet())
        .filteredOn(key -> key.startsWith("integrity/"))
        .hasSize(1)
        .allMatch(key -> key.contains("#one/"));
  }

  private void put(EmulatedAws aws) {
    trail
        .objects()
        .forEach(
            (name, stored) ->
                aws.put(
                    name.substring(BUCKET.length() + 1),
                    stored.content(),
                    stored.signature().map(s -> Map.of("signature", s)).orElse(Map.of())));
  }

  private static void notify(EmulatedAws aws, String queue, String key) {
    aws.send(
        queue,
        """
        {"Records":[{"eventVersion":"2.1","eventName":"ObjectCreated:Put","s3":{
         "bucket":{"name":"%s"},"object":{"key":"%s"}}}]}"""
            .formatted(BUCKET, key));
  }

  private static Map<String, String> queueSettings(EmulatedAws aws, String queue) {
    Map<String, String> settings = new HashMap<>(aws.settings());
    settings.put("isotrail.ingest.source", "sqs:" + queue);
    settings.put("isotrail.ingest.sqs.wait", "1s");
    settings.put("isotrail.ingest.integrity.grace", "3s");
    settings.put("isotrail.ingest.instance", "one");
    settings.put("isotrail.ingest.canary", "0s");
    return settings;
  }

  private String log(Instant delivered, String model, int number) {
    return trail.log(
        BUCKET,
        delivered,
        new String(
            Records.file(Records.createModel("e-" + model, model, Records.AT)),
            StandardCharsets.UTF_8),
        number);
  }
}
