package io.isotrail.ingest.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What keeps objects from being had or published: throttling, expired credentials, a service that
 * is away. In health while nothing has succeeded since; in metrics as {@code
 * isotrail_ingest_trouble_timestamp_seconds{cause}}, the last time that it was met. Causes are
 * codes of enums.
 */
public final class Troubles {

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final AtomicLong lastSuccess = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong latestBegun = new AtomicLong(Long.MIN_VALUE);
  private final Map<String, Trouble> byCause = new ConcurrentHashMap<>();

  private static final class Trouble {
    private final AtomicLong lastMillis = new AtomicLong();
    private volatile long order = Long.MIN_VALUE;
    private volatile String message = "";
  }

  public Troubles(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * Something failed that may pass.
   *
   * @param message for people; names what and the mend
   * @param shown whether health shows it until something succeeds
   */
  public void failed(String cause, String message, boolean shown) {
    Trouble trouble = byCause.computeIfAbsent(cause, this::begin);
    trouble.message = message;
    trouble.lastMillis.set(clock.millis());
    if (shown) {
      trouble.order = System.nanoTime();
    }
  }

  private Trouble begin(String cause) {
    Trouble trouble = new Trouble();
    Gauge.builder(
            "isotrail.ingest.trouble.timestamp.seconds",
            trouble.lastMillis,
            millis -> millis.get() / 1_000.0)
        .tag("cause", cause)
        .register(registry);
    return trouble;
  }

  /**
   * An object was read, and what it says was acknowledged.
   *
   * @param begun when work on it began, of {@link System#nanoTime}
   */
  public void succeeded(long begun) {
    lastSuccess.set(System.nanoTime());
    latestBegun.accumulateAndGet(begun, (one, other) -> isAfter(one, other) ? one : other);
  }

  /** Whether anything has succeeded since the start. */
  public boolean hasSucceeded() {
    return lastSuccess.get() != Long.MIN_VALUE;
  }

  /**
   * Whether anything has succeeded on which work began after an instant of {@link System#nanoTime}.
   * What was under way at that instant says little of the time after it.
   */
  public boolean begunAndSucceededSince(long nanos) {
    return isAfter(latestBegun.get(), nanos);
  }

  private static boolean isAfter(long nanos, long other) {
    return nanos != Long.MIN_VALUE && (other == Long.MIN_VALUE || nanos - other > 0);
  }

  /** The latest trouble; empty as soon as anything has succeeded after it. */
  public Optional<String> check() {
    return byCause.entrySet().stream()
        .filter(entry -> entry.getValue().order != Long.MIN_VALUE)
        .filter(entry -> !isAfter(lastSuccess.get(), entry.getValue().order))
        .max(Comparator.comparingLong(entry -> entry.getValue().order))
        .map(
            entry ->
                entry.getKey()
                    + " at "
                    + Instant.ofEpochMilli(entry.getValue().lastMillis.get())
                    + ": "
                    + entry.getValue().message);
  }
}
