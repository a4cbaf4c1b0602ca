package io.isotrail.app.pipeline;

import io.isotrail.app.broker.EmbeddedBroker;
import io.isotrail.app.terminal.ProgressLine;
import io.isotrail.ingest.Ingest;
import io.isotrail.ingest.IngestSettings;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.TopicSettings;
import io.isotrail.streams.StreamsService;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.api.ApiPorts;
import io.isotrail.streams.view.View;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Embedded Kafka, streams and ingest in one process. Everything that must outlive the process is in
 * one directory:
 *
 * <pre>
 * DATA/kafka           Kafka's log: all facts, and all that was concluded from them
 * DATA/schemas.jsonl   the ids under which the log's records name their schemas
 * DATA/state           local stores of the streams; restored from Kafka when they are lost
 * DATA/checkpoint      which objects were read
 * </pre>
 */
public final class Pipeline {

  /** One process has no use for more: each one costs a task with its stores at every start. */
  private static final String PARTITIONS = "4";

  /** What must be there before the pipeline reads. */
  @FunctionalInterface
  public interface Preparation {
    void run() throws IOException;
  }

  private final EmbeddedBroker broker;
  private final StreamsService streams;
  private final Ingest ingest;

  private Pipeline(EmbeddedBroker broker, StreamsService streams, Ingest ingest) {
    this.broker = broker;
    this.streams = streams;
    this.ingest = ingest;
  }

  /**
   * Starts everything.
   *
   * @param settings settings without those that say where the embedded parts are
   * @param data directory of this installation
   * @param kafkaPort port of the embedded Kafka; 0 = any free one
   * @param shutdown receives every part as soon as it can be ended
   * @param prepare done once the directory is ours, before anything is read
   */
  public static Pipeline start(
      Settings settings,
      Path data,
      int kafkaPort,
      MeterRegistry metrics,
      Shutdown shutdown,
      Preparation prepare)
      throws IOException {
    EmbeddedBroker broker = shutdown.add(EmbeddedBroker.start(data, kafkaPort));
    prepare.run();
    Settings embedded = embedded(settings, data, broker.bootstrap());
    StreamsService streams = shutdown.add(StreamsService.open(embedded, metrics));
    streams.start();
    Ingest ingest = shutdown.add(Ingest.open(embedded, metrics));
    ingest.start();
    return new Pipeline(broker, streams, ingest);
  }

  /** True when something was published in this directory. */
  public static boolean isUsed(Path data) {
    return Files.exists(schemas(data));
  }

  private static Path schemas(Path data) {
    return data.resolve("schemas.jsonl");
  }

  private static Settings embedded(Settings settings, Path data, String bootstrap) {
    Map<String, String> own = new TreeMap<>();
    own.put(TopicSettings.PARTITIONS.key(), PARTITIONS);
    // A start after a kill takes the dead one's place at once and does not wait for its session.
    own.put(StreamsSettings.GROUP_INSTANCE.key(), "embedded");
    own.putAll(settings.values());
    own.put("kafka.bootstrap.servers", bootstrap);
    own.put("schema.registry.url", "file:" + schemas(data).toAbsolutePath());
    own.put(StreamsSettings.STATE_DIRECTORY.key(), data.resolve("state").toString());
    own.put(IngestSettings.CHECKPOINT.key(), data.resolve("checkpoint").toString());
    return new Settings(own);
  }

  public View view() {
    return streams.view();
  }

  /** What the API asks. */
  public ApiPorts ports() {
    return streams.ports();
  }

  /** What was read of the source. */
  public Ingest.Progress read() {
    return ingest.progress();
  }

  /** How far the catching up has come. */
  public ProgressLine.State progress() {
    Ingest.Progress read = ingest.progress();
    return new ProgressLine.State(
        read.discovered(),
        read.settled(),
        read.records(),
        read.facts(),
        streams.progress().processed());
  }

  /**
   * Whether all that there was is in the answers: the source's end was reached once and told, and
   * everything published is judged and in the view.
   */
  public boolean caughtUp() throws InterruptedException {
    return ingest.awaitEnd(Duration.ZERO) && streams.drained();
  }

  /** Whether the answers call themselves complete. */
  public boolean complete() {
    return streams.view().completeness().complete();
  }

  /** What does not work right now; empty when everything does. */
  public Optional<String> check() {
    return broker.check().or(streams::check).or(ingest::check);
  }

  /** Why nothing is judged any more before the next start; empty while something may be. */
  public Optional<String> stopped() {
    return streams.stopped();
  }

  /** Where Kafka's clients connect to. */
  public String bootstrap() {
    return broker.bootstrap();
  }
}
