package io.isotrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isotrail.ingest.feed.Delivery;
import io.isotrail.ingest.feed.Delivery.Handling;
import io.isotrail.ingest.feed.Delivery.Retry;
import io.isotrail.ingest.feed.Notice;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.FileFetcher;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.given.MemoryPublisher;
import io.isotrail.ingest.given.MemoryStatusLog;
import io.isotrail.ingest.given.Records;
import io.isotrail.ingest.read.ShapeRecordReader;
import io.isotrail.ingest.settle.Settlement;
import io.isotrail.ingest.status.StatusBoard;
import io.isotrail.ingest.telemetry.Ledger;
import io.isotrail.ingest.telemetry.Troubles;
import io.isotrail.schemas.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must be known by the time at which the last object ends. */
class ReceptionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path root;
  private final IngestSettings settings =
      IngestSettings.from(
          new Settings(
              Map.of(
                  "isotrail.ingest.source",
                  "dir:somewhere",
                  "isotrail.ingest.retry.attempts",
                  "1")));
  private final MemoryPublisher publisher = new MemoryPublisher();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Ledger ledger = new Ledger(metrics, 10);
  private final Troubles troubles = new Troubles(metrics, InstantSource.system());
  private final Queue<Long> inFlight = new ConcurrentLinkedQueue<>();
  private final Reception reception = reception();

  /** Asked by the board whenever it is told of something. */
  private Instant clock() {
    inFlight.add(ledger.inFlightObjects());
    return Instant.now();
  }

  private Reception reception() {
    InstantSource clock = InstantSource.system();
    DeadLetters letters = new DeadLetters("dir:somewhere", clock);
    Reception made =
        new Reception(
            new ObjectReading(
                new FileFetcher(),
                new ShapeRecordReader(
                    Set.of("sagemaker.amazonaws.com"),
                    settings.reading().limits(),
                    settings.reading().wholeBytes()),
                publisher,
                letters,
                settings.reading(),
                Optional.empty(),
                clock),
            new Settlement(
                publisher,
                ledger,
                troubles,
                settings.flight().backoff(),
                settings.queue().patience(),
                System::nanoTime),
            letters,
            ledger,
            troubles,
            new Admission(1, 1 << 20, 1),
            LiveIntegrity.off(settings),
            new Reception.Bounds(Duration.ofHours(1), 10),
            clock);
    made.tell(
        new StatusBoard(
            "dir:somewhere",
            "",
            settings.status().board(),
            new MemoryStatusLog(),
            () -> made.status("dir:somewhere", false),
            this::clock));
    return made;
  }

  private void take() throws Exception {
    Path file = root.resolve("a.json");
    Files.write(file, Records.file(Records.createModel("e-1", "m", Records.AT)));
    reception.accept(
        new Delivery(
            List.of(new Notice.Listed(ObjectId.ofFile(file.toString(), Files.size(file), ""))),
            Retry.HERE,
            new Handling() {
              @Override
              public void settled() {}

              @Override
              public void returned() {
                // The ledger has ended it: by now it must count as not had.
                assertThat(reception.incomplete()).isTrue();
                inFlight.add(ledger.inFlightObjects());
              }
            }));
    reception.searched();
    await().atMost(PATIENCE).until(reception::endReached);
  }

  @Test
  void itsFeedIsToldBeforeTheLastObjectEnds() throws Exception {
    try (reception) {
      take();
    }

    assertThat(inFlight).isNotEmpty().containsOnly(1L);
  }

  @Test
  void aSourceThatDoesNotAnswerIsInTheMetrics() {
    try (reception) {
      reception.failed(new FetchException(FetchException.Kind.ACCESS_DENIED, "sqs:q: denied"));
    }

    assertThat(
            metrics
                .get("isotrail.ingest.trouble.timestamp.seconds")
                .tag("cause", "access-denied")
                .gauge()
                .value())
        .isPositive();
    assertThat(troubles.check()).isEmpty();
  }

  @Test
  void whatIsGivenUpLacksAsSoonAsTheEndIsReached() throws Exception {
    publisher.failNext(1);
    try (reception) {
      take();
      assertThat(reception.incomplete()).isTrue();
    }

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(inFlight).containsExactly(0L));
  }
}
