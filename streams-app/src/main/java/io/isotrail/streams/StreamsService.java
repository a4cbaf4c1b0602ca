package io.isotrail.streams;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.view.View;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/**
 * Facts and governance in, a view out: the Kafka Streams application with what must stand before it
 * (topics, governance) and what reads after it (the view).
 */
public final class StreamsService implements AutoCloseable {

  /**
   * How far the work has come.
   *
   * @param facts records in the topic of facts
   * @param processed how many of them were processed in a committed transaction
   */
  public record Progress(long facts, long processed) {}

  private StreamsService() {}

  /** Reads the settings and wires; touches nothing yet. */
  public static StreamsService open(Settings settings, MeterRegistry metrics) {
    return new StreamsService();
  }

  /**
   * Creates what topics are missing, publishes the governance given by files, starts the
   * application and the view.
   *
   * @throws IllegalStateException when Kafka is away longer than the setting allows; the message
   *     names the address and the mend
   */
  public void start() {}

  public View view() {
    throw new IllegalStateException("not started");
  }

  /**
   * True when every fact and governance record that is now in the topics was processed in a
   * committed transaction and is in the view.
   */
  public boolean drained() {
    return false;
  }

  public Progress progress() {
    return new Progress(0, 0);
  }

  /** What speaks against a request being answered well right now; empty when nothing does. */
  public Optional<String> check() {
    return Optional.empty();
  }

  /** Stops everything that was started, within 5 s. */
  @Override
  public void close() {}
}
