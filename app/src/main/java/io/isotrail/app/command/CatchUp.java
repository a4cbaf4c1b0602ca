package io.isotrail.app.command;

import io.isotrail.app.pipeline.Pipeline;
import io.isotrail.app.pipeline.Shutdown;
import io.isotrail.app.terminal.ProgressLine;
import io.isotrail.app.terminal.Terminal;
import java.time.Duration;
import java.util.Optional;

/** Waits until everything that the source holds is in the answers, and shows how far it is. */
final class CatchUp {

  private static final Duration POLL = Duration.ofMillis(100);

  /** How long something may fail without anything moving before it counts as broken. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How long the answers may take to call themselves complete once they are. */
  private static final Duration AGREEMENT = Duration.ofSeconds(10);

  private final Pipeline pipeline;
  private final Shutdown shutdown;
  private final Terminal terminal;

  CatchUp(Pipeline pipeline, Shutdown shutdown, Terminal terminal) {
    this.pipeline = pipeline;
    this.shutdown = shutdown;
    this.terminal = terminal;
  }

  /**
   * Waits.
   *
   * @return false when the process was told to end before
   * @throws CommandException when something fails and nothing moves any more
   */
  boolean await() throws InterruptedException {
    ProgressLine line = new ProgressLine(terminal, System.nanoTime());
    ProgressLine.State last = pipeline.progress();
    long lastMove = System.nanoTime();
    try {
      while (!pipeline.caughtUp()) {
        ProgressLine.State state = pipeline.progress();
        long now = System.nanoTime();
        if (!state.equals(last)) {
          last = state;
          lastMove = now;
        }
        line.show(state, now);
        Optional<String> failing = pipeline.check();
        if (failing.isPresent() && now - lastMove > PATIENCE.toNanos()) {
          throw new CommandException("nothing moves any more: " + failing.get());
        }
        CommandException.throwWhenStopped(pipeline.stopped(), shutdown);
        if (shutdown.await(POLL)) {
          return false;
        }
      }
      return true;
    } finally {
      line.clear();
    }
  }

  /**
   * Waits until the answers call themselves complete, as they do for a source that was read to its
   * end: the view learns of that end by a record of its own, a moment later. Gives up after {@link
   * #AGREEMENT}; the answers then say themselves that they are not complete.
   *
   * @return false when the process was told to end before
   */
  boolean awaitComplete() throws InterruptedException {
    long begun = System.nanoTime();
    while (!pipeline.complete()
        && !pipeline.read().incomplete()
        && System.nanoTime() - begun < AGREEMENT.toNanos()) {
      if (shutdown.await(POLL)) {
        return false;
      }
    }
    return true;
  }
}
