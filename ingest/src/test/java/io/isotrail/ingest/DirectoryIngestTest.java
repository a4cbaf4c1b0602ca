package io.isotrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.SourceStatus;
import io.isotrail.ingest.given.MemoryPublisher;
import io.isotrail.ingest.given.MemoryStatusLog;
import io.isotrail.ingest.given.Records;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory, all the way to acknowledged facts. */
class DirectoryIngestTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FOLDER = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/";

  @TempDir private Path root;
  private final MemoryPublisher publisher = new MemoryPublisher();
  private final MemoryStatusLog statusLog = new MemoryStatusLog();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  private Ingest open(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.putIfAbsent("isotrail.ingest.source", "dir:" + root);
    values.putIfAbsent("isotrail.ingest.retry.first", "1ms");
    return Ingest.open(new Settings(values), metrics, publisher, statusLog);
  }

  private Ingest.Progress run(Map<String, String> more) throws InterruptedException {
    try (Ingest ingest = open(more)) {
      ingest.start();
      assertThat(ingest.awaitEnd(PATIENCE)).isTrue();
      return ingest.progress();
    }
  }

  private Path put(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    return file;
  }

  private double objects(String outcome) {
    return metrics.get("isotrail.ledger.objects").tag("outcome", outcome).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  @Test
  void publishesWhatTheLogsSayAndLeavesOutTheRestByName() throws Exception {
    put(
        FOLDER + "111122223333_CloudTrail_eu-central-1_20260301T1005Z_AAAAAAAAAAAAAAAA.json.gz",
        Records.gzip(
            Records.file(
                Records.foreign(3),
                Records.createModel("e-1", "Fraud", Records.AT),
                Records.call("DescribeModel", "e-2", "{\"modelName\":\"Fraud\"}"))));
    put("AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/03/01/d.json.gz", new byte[] {1});
    put("AWSLogs/111122223333/CloudTrail-Insight/eu-central-1/2026/03/01/i.json.gz", new byte[0]);
    put("AWSLogs/111122223333/Config/eu-central-1/2026/3/1/c.json.gz", new byte[0]);
    put("expected.json", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    put(FOLDER + "notes.txt", new byte[0]);

    Ingest.Progress progress = run(Map.of());

    assertThat(publisher.facts)
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.getName()).isEqualTo("Fraud");
              assertThat(fact.getSource()).startsWith(root.toString());
            });
    assertThat(publisher.letters).isEmpty();
    assertThat(progress).isEqualTo(new Ingest.Progress(6, 6, 3, 1, progress.bytes(), true, false));
    assertThat(objects("published")).isEqualTo(1);
    assertThat(objects("skipped")).isEqualTo(5);
    assertThat(skipped("object", "other-folder")).isEqualTo(2);
    assertThat(skipped("object", "digest")).isEqualTo(1);
    assertThat(skipped("record", "foreign")).isEqualTo(1);
    assertThat(skipped("record", "not-governed")).isEqualTo(1);
    FeedStatus feed =
        (FeedStatus) statusLog.body("feed/dir:" + root + "/111122223333/eu-central-1");
    assertThat(feed.getFirstEventAt()).isEqualTo(Records.AT_SECONDS - 57 * 60);
    assertThat(feed.getLastEventAt()).isEqualTo(Records.AT_SECONDS);
    assertThat(feed.getLastObjectAt()).isEqualTo(Records.AT_SECONDS + 300);
    SourceStatus source = (SourceStatus) statusLog.body("source/dir:" + root);
    assertThat(source).isEqualTo(new SourceStatus("dir:" + root, false, true, 6L, 6L, 0L));
  }

  private double skipped(String unit, String reason) {
    return metrics.counter("isotrail.ledger.skipped", "unit", unit, "reason", reason).count();
  }

  @Test
  void readsOnlyTheDaysAskedFor() throws Exception {
    for (int day = 1; day <= 4; day++) {
      put(
          "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/0" + day + "/a.json.gz",
          Records.gzip(Records.file(Records.createModel("e-" + day, "m" + day, Records.AT))));
    }
    put(
        "AWSLogs/111122223333/CloudTrail/eu-central-1/undated.json.gz",
        Records.gzip(Records.file(Records.createModel("e-9", "m9", Records.AT))));

    run(Map.of("isotrail.ingest.from", "2026-03-02", "isotrail.ingest.to", "2026-03-03"));

    assertThat(publisher.facts)
        .extracting(io.isotrail.avro.Fact::getName)
        .containsExactlyInAnyOrder("m2", "m3", "m9");
  }

  @Test
  void aKafkaThatIsAwayForAWhileLosesNothing() throws Exception {
    put("a.json.gz", Records.gzip(Records.file(Records.createModel("e-1", "m", Records.AT))));
    publisher.failNext(3);

    Ingest.Progress progress = run(Map.of());

    assertThat(publisher.facts).hasSize(1);
    assertThat(progress.incomplete()).isFalse();
    assertThat(metrics.counter("isotrail.ledger.retries", "cause", "kafka-unavailable").count())
        .isEqualTo(3);
  }

  @Test
  void aKafkaThatStaysAwayEndsAsIncompleteAndTheNextRunHasIt() throws Exception {
    put("a.json.gz", Records.gzip(Records.file(Records.createModel("e-1", "m", Records.AT))));
    Map<String, String> settings =
        Map.of(
            "isotrail.ingest.retry.attempts",
            "2",
            "isotrail.ingest.checkpoint",
            root.resolve("state/checkpoint").toString());
    publisher.failNext(2);

    Ingest.Progress first = run(settings);
    Ingest.Progress second = run(settings);

    assertThat(first.incomplete()).isTrue();
    assertThat(first.endReached()).isTrue();
    assertThat(objects("returned")).isEqualTo(1);
    assertThat(second.incomplete()).isFalse();
    assertThat(publisher.facts).hasSize(1);
  }

  @Test
  void aRestartDoesNotReadWhatTheCheckpointHas() throws Exception {
    Map<String, String> settings =
        Map.of("isotrail.ingest.checkpoint", root.resolve("checkpoint").toString());
    put("a.json.gz", Records.gzip(Records.file(Records.createModel("e-1", "m", Records.AT))));

    run(settings);
    put("b.json.gz", Records.gzip(Records.file(Records.createModel("e-2", "n", Records.AT))));
    run(settings);

    assertThat(publisher.facts)
        .extracting(io.isotrail.avro.Fact::getEventId)
        .containsExactly("e-1", "e-2");
    assertThat(skipped("object", "settled-before")).isEqualTo(1);
  }

  @Test
  void aCrashBetweenAcknowledgementAndSettlementRepeatsAndLosesNothing() throws Exception {
    Map<String, String> settings =
        Map.of("isotrail.ingest.checkpoint", root.resolve("checkpoint").toString());
    put("a.json.gz", Records.gzip(Records.file(Records.createModel("e-1", "m", Records.AT))));
    publisher.hangAfterNext();
    try (Ingest ingest = open(settings)) {
      ingest.start();
      await().atMost(PATIENCE).until(() -> publisher.facts.size() == 1);
    }

    run(settings);

    assertThat(publisher.facts).hasSize(2);
    assertThat(publisher.factSet()).hasSize(1);
  }

  @Test
  void whatNobodyForesawIsTriedAgainAndNeverHangs() throws Exception {
    put("a.json.gz", Records.gzip(Records.file(Records.createModel("e-1", "m", Records.AT))));
    publisher.breakNext(2);

    Ingest.Progress progress = run(Map.of());

    assertThat(publisher.facts).hasSize(1);
    assertThat(progress.incomplete()).isFalse();
    assertThat(metrics.counter("isotrail.ledger.retries", "cause", "unexpected").count())
        .isEqualTo(2);
  }

  @Test
  void anErrorOnTheWayEndsTheObjectAndNeverHangs() throws Exception {
    put("a.json.gz", Records.gzip(Records.file(Records.createModel("e-1", "m", Records.AT))));
    publisher.crashNext(2);

    Ingest.Progress progress = run(Map.of("isotrail.ingest.retry.attempts", "2"));

    assertThat(publisher.facts).isEmpty();
    assertThat(progress.endReached()).isTrue();
    assertThat(progress.incomplete()).isTrue();
    assertThat(status().getEndReached()).isFalse();
    assertThat(status().getFailed()).isEqualTo(1);
  }

  @Test
  void anErrorWhileALetterIsWrittenEndsTheObjectToo() throws Exception {
    put("a.json.gz", new byte[] {1, 2, 3});
    // Begun for the object, then for its letter.
    publisher.crashNext(100);

    Ingest.Progress progress = run(Map.of("isotrail.ingest.retry.attempts", "2"));

    assertThat(progress.incomplete()).isTrue();
  }

  @Test
  void aFollowedDirectoryIsReadToItsEndOnlyWhenAllThatWasThereIsSettled() throws Exception {
    statusLog.write(
        Map.of(
            "source/dir:" + root,
            new io.isotrail.avro.Progress(
                1L, new SourceStatus("dir:" + root, true, true, 9L, 9L, 0L))));
    put("a.json.gz", Records.gzip(Records.file(Records.createModel("e-1", "m", Records.AT))));
    publisher.hangAfterNext();

    try (Ingest ingest =
        open(Map.of("isotrail.ingest.canary", "0s", "isotrail.ingest.watch", "true"))) {
      ingest.start();
      await().atMost(PATIENCE).until(() -> !publisher.facts.isEmpty());
      assertThat(status().getLive()).isTrue();
      assertThat(status().getEndReached()).isFalse();
    }
    try (Ingest ingest =
        open(Map.of("isotrail.ingest.canary", "0s", "isotrail.ingest.watch", "true"))) {
      ingest.start();
      await().atMost(PATIENCE).until(() -> status().getEndReached());
      publisher.delayNext(Duration.ofDays(1));
      put("b.json.gz", Records.gzip(Records.file(Records.createModel("e-2", "n", Records.AT))));
      await().atMost(PATIENCE).until(() -> status().getDiscovered() == 2);
      assertThat(status().getSettled()).isEqualTo(1);
      assertThat(status().getEndReached()).isTrue();
    }
  }

  @Test
  void aFileThatCannotBeLookedAtMakesTheRunIncomplete() throws Exception {
    // A link to itself exists in the listing, and yet nothing can be said about it.
    Path loop = root.resolve("loop.json.gz");
    Files.createSymbolicLink(loop, loop);
    Files.createSymbolicLink(root.resolve("dangling.json.gz"), root.resolve("gone"));

    assertThat(run(Map.of()).incomplete()).isTrue();

    Files.delete(loop);
    assertThat(run(Map.of()).incomplete()).isFalse();
  }

  @Test
  void aFollowedDirectoryIsIncompleteOnlyWhilePartOfItCannotBeLookedAt() throws Exception {
    put("a.json.gz", Records.gzip(Records.file(Records.createModel("e-1", "m", Records.AT))));
    Path loop = root.resolve("loop.json.gz");
    Files.createSymbolicLink(loop, loop);
    // So that the folder is not listed again for its own sake.
    Files.setLastModifiedTime(root, FileTime.from(Instant.now().minusSeconds(60)));

    try (Ingest ingest =
        open(
            Map.of(
                "isotrail.ingest.canary",
                "0s",
                "isotrail.ingest.watch",
                "true",
                "isotrail.ingest.poll",
                "50ms"))) {
      ingest.start();
      await().atMost(PATIENCE).until(() -> !publisher.facts.isEmpty());
      await()
          .during(Duration.ofSeconds(1))
          .atMost(PATIENCE)
          .until(() -> ingest.progress().incomplete());
      assertThat(status().getEndReached()).isFalse();

      Files.delete(loop);

      await().atMost(PATIENCE).until(() -> !ingest.progress().incomplete());
      await().atMost(PATIENCE).until(() -> status().getEndReached());
    }
  }

  private SourceStatus status() {
    return (SourceStatus) statusLog.body("source/dir:" + root);
  }

  @Test
  void badFilesAreDeadLetteredAndNothingElseIsHarmed() throws Exception {
    byte[] good = Records.gzip(Records.file(Records.createModel("e-1", "m", Records.AT)));
    put("1-good.json.gz", good);
    put("2-truncated.json.gz", java.util.Arrays.copyOf(good, good.length - 20));
    put("3-no-gzip.json.gz", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    put("4-empty-records.json", Records.file());
    put("5-good.json", Records.file(Records.createModel("e-2", "n", Records.AT)));
    String half =
        new String(
                Records.file(Records.createModel("e-3", "o", Records.AT)),
                java.nio.charset.StandardCharsets.UTF_8)
            .replace("]}", ",{oops]}");
    put("6-half.json", half.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    put("7-no-id.json", Records.file(Records.createModel("", "p", Records.AT)));

    Ingest.Progress progress = run(Map.of());

    assertThat(publisher.facts)
        .extracting(io.isotrail.avro.Fact::getEventId)
        .contains("e-1", "e-2", "e-3");
    assertThat(publisher.reasons())
        .containsExactly("invalid-json", "missing-event-id", "not-gzip", "truncated");
    assertThat(progress.incomplete()).isFalse();
    assertThat(objects("rejected")).isEqualTo(3);
    assertThat(objects("published")).isEqualTo(4);
  }

  @Test
  void followsADirectoryAndLeavesFilesAloneWhileTheyAreWritten() throws Exception {
    put("a.json.gz", Records.gzip(Records.file(Records.createModel("e-1", "m", Records.AT))));
    try (Ingest ingest =
        open(
            Map.of(
                "isotrail.ingest.canary",
                "0s",
                "isotrail.ingest.watch",
                "true",
                "isotrail.ingest.poll",
                "50ms"))) {
      ingest.start();
      assertThat(ingest.awaitEnd(PATIENCE)).isTrue();
      assertThat(publisher.facts).hasSize(1);

      Path part = root.resolve("sub/b.json.gz.part");
      Files.createDirectories(part.getParent());
      byte[] content = Records.gzip(Records.file(Records.createModel("e-2", "n", Records.AT)));
      Files.write(part, java.util.Arrays.copyOf(content, 10));
      Path growing = root.resolve("sub/c.json.gz");
      Files.write(growing, java.util.Arrays.copyOf(content, 10));
      Thread.sleep(300);
      Files.write(part, content);
      Files.move(part, root.resolve("sub/b.json.gz"), StandardCopyOption.ATOMIC_MOVE);
      Files.write(growing, Records.gzip(Records.file(Records.createModel("e-3", "o", Records.AT))));

      await().atMost(PATIENCE).until(() -> publisher.facts.size() == 3);
      await().atMost(PATIENCE).until(() -> ingest.progress().endReached());
      assertThat(publisher.letters).isEmpty();
    }
  }

  @Test
  void whatWasOpenedForASourceThatDoesNotExistIsClosed() throws Exception {
    Path later = root.resolve("later");
    Map<String, String> settings =
        Map.of(
            "isotrail.ingest.source",
            "dir:" + later,
            "isotrail.ingest.checkpoint",
            root.resolve("checkpoint").toString());
    assertThatThrownBy(() -> open(settings)).isInstanceOf(SettingsException.class);
    Files.createDirectories(later);

    // One process at a time has a checkpoint.
    assertThat(run(settings).endReached()).isTrue();
  }

  @Test
  void aSourceThatDoesNotExistIsNamed() {
    Settings settings =
        new Settings(Map.of("isotrail.ingest.source", "dir:" + root.resolve("nowhere")));

    assertThatThrownBy(() -> Ingest.requireSource(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("does not exist");
  }

  @Test
  void aSourceThatIsNoneIsNamed() {
    Settings settings = new Settings(Map.of("isotrail.ingest.source", "ftp:/x"));

    assertThatThrownBy(() -> Ingest.requireSource(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("isotrail.ingest.source")
        .hasMessageContaining("dir:PATH");
  }
}
