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
    show(share(state.settled(), state.discovered()), text(state, now), "catching up", now);
  }

  /**
   * Shows how far anything is.
   *
   * @param share what is done of it, 0 to 1
   * @param text how far, in words
   * @param doing what is being done, for lines that stand alone
   */
  public void show(double share, String text, String doing, long now) {
    if (terminal.live()) {
      String line = bar(share) + " " + text;
      // A line that wraps could not be taken away.
      terminal.err().print("\r\033[K" + Printable.of(line, Math.max(1, terminal.columns() - 1)));
      terminal.err().flush();
      drawn = true;
    } else if (now - lastLine >= BETWEEN_LINES.toNanos()) {
      lastLine = now;
      terminal.say("isotrail: " + doing + ": " + text);
    }
  }

  /** What is done of it, 0 to 1; nothing of nothing is none. */
  public static double share(long done, long all) {
    return all == 0 ? 0 : (double) done / all;
  }

  /** Takes the bar away. */
  public void clear() {
    if (drawn) {
      terminal.err().print("\r\033[K");
      terminal.err().flush();
      drawn = false;
    }
  }

  private static String bar(double share) {
    int full = Math.clamp((long) (BAR * share), 0, BAR);
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
