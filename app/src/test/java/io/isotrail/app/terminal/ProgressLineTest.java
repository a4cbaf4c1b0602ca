package io.isotrail.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProgressLineTest {

  private static final long SECOND = 1_000_000_000L;

  private final CapturedTerminal captured = new CapturedTerminal();

  @Test
  void movesABarOnATerminalAndTakesItAway() {
    ProgressLine line = new ProgressLine(captured.terminal(false, true, 80), 0);

    line.show(new ProgressLine.State(100, 50, 12_345, 67, 60), 5 * SECOND);
    line.clear();

    assertThat(captured.err())
        .startsWith("\r\033[K[############------------] 50 of 100 files, 12,345 records, 67 facts")
        .endsWith("\r\033[K");
    assertThat(captured.out()).isEmpty();
  }

  @Test
  void printsALineEveryTenSecondsElsewhere() {
    ProgressLine line = new ProgressLine(captured.plain(), 0);

    for (int second = 1; second <= 25; second++) {
      line.show(new ProgressLine.State(0, 0, 0, 0, 0), second * SECOND);
    }
    line.clear();

    assertThat(captured.err().lines()).hasSize(2).noneMatch(text -> text.contains("\033"));
  }
}
