package io.isotrail.app.terminal;

import java.time.Duration;
import java.util.Locale;

/**
 * How far the catching up has come: a bar that moves on a terminal, a line every ten seconds
 * elsewhere. Not thread-safe.
 */
public final class ProgressLine {

  /**
   * How far it is.
   *
   * @param discovered objects found so far
   * @param settled of them, how many are done
   * @param records records read
   * @param facts facts published
   * @param judged of them, how many are in the answers
   */
  public record State(long discovered, long settled, long records, long facts, long judged) {}

  private static final int BAR = 24;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final long begun;
  private long lastLine;
  private boolean drawn;

  /**
   * @param now nanoseconds of {@link System#nanoTime}
   */
  public ProgressLine(Terminal terminal, long now) {
    this.terminal = terminal;
    this.begun = now;
    this.lastLine = now;
  }

  /** Shows the state. */
  public void show(State state, long now) {
    if (terminal.live()) {
      terminal.err().print("\r\033[K" + bar(state) + " " + text(state, now));
      terminal.err().flush();
      drawn = true;
    } else if (now - lastLine >= BETWEEN_LINES.toNanos()) {
      lastLine = now;
      terminal.say("isotrail: catching up: " + text(state, now));
    }
  }

  /** Takes the bar away. */
  public void clear() {
    if (drawn) {
      terminal.err().print("\r\033[K");
      terminal.err().flush();
      drawn = false;
    }
  }

  private static String bar(State state) {
    long read = state.discovered() == 0 ? 0 : BAR * state.settled() / state.discovered();
    int full = Math.clamp(read, 0, BAR);
    return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
  }

  private String text(State state, long now) {
    return String.format(
        Locale.ROOT,
        "%,d of %,d files, %,d records, %,d facts, %,d judged, %s",
        state.settled(),
        state.discovered(),
        state.records(),
        state.facts(),
        state.judged(),
        Durations.of(Duration.ofNanos(now - begun).toSeconds()));
  }
}
