package io.isotrail.app.pipeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is ended when the process is told to (SIGINT, SIGTERM), the latest started first, and within
 * a limit: past it the process ends as it stands, which costs nothing but a longer next start.
 */
public final class Shutdown implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
  private static final Duration LIMIT = Duration.ofMillis(4500);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread hook = new Thread(this::endWithinLimit, "isotrail-shutdown");

  public Shutdown() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Adds a part that is ended before those added earlier.
   *
   * @throws CancellationException when the process is ending; the part was ended
   */
  public <T extends AutoCloseable> T add(T part) {
    synchronized (parts) {
      parts.push(part);
    }
    if (told()) {
      end();
      throw new CancellationException("the process is ending");
    }
    return part;
  }

  /** Whether the process was told to end. */
  public boolean told() {
    return told.getCount() == 0;
  }

  /**
   * Waits to be told.
   *
   * @return true when it was told, false when the time is over
   */
  public boolean await(Duration time) throws InterruptedException {
    return told.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void endWithinLimit() {
    told.countDown();
    Thread ending = Thread.ofPlatform().daemon().name("isotrail-closing").start(this::end);
    try {
      if (!ending.join(LIMIT)) {
        System.err.println("isotrail: did not end in good order within 5 s; ended as it stood");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes each part off before it is ended, so that none is ended twice. */
  private void end() {
    for (AutoCloseable part = next(); part != null; part = next()) {
      try {
        part.close();
      } catch (Exception e) {
        // The others are still to be ended.
        LOG.atWarn()
            .addKeyValue("part", part.getClass().getSimpleName())
            .setCause(e)
            .log("does not end in good order");
      }
    }
  }

  private @Nullable AutoCloseable next() {
    synchronized (parts) {
      return parts.poll();
    }
  }

  /** Ends all parts without having been told. */
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Already ending: the hook runs and finds nothing left.
      return;
    }
  }
}
