package io.isotrail.app.command;

import io.isotrail.app.terminal.Durations;
import io.isotrail.app.terminal.ProgressLine;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.ingest.Backfill;
import io.isotrail.ingest.backfill.BackfillFeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Shows how far a backfill is, how fast it goes and how long it still takes. */
final class BackfillProgress {

  private static final long WINDOW = Duration.ofSeconds(15).toNanos();
  private static final double MEGABYTE = 1e6;

  private final ProgressLine line;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long at, long days, long objects, long bytes) {}

  /**
   * @param now nanoseconds of {@link System#nanoTime}
   */
  BackfillProgress(Terminal terminal, long now) {
    this.line = new ProgressLine(terminal, now);
  }

  void show(Backfill.Progress progress, long now) {
    BackfillFeed.Position position = progress.position();
    if (position.looking()) {
      line.show(0, "looking for days, %,d found".formatted(position.days()), "backfill", now);
      return;
    }
    long objects = progress.read().settled();
    samples.add(new Sample(now, position.daysEnded(), objects, progress.read().bytes()));
    while (samples.size() > 2 && now - samples.getFirst().at() > WINDOW) {
      samples.removeFirst();
    }
    long todo = position.days() - position.daysBefore();
    line.show(
        ProgressLine.share(position.daysEnded(), todo),
        String.format(
            Locale.ROOT,
            "%,d of %,d days, %,d objects, %,d facts%s",
            position.daysEnded(),
            todo,
            objects,
            progress.read().facts(),
            speed(todo - position.daysEnded())),
        "backfill",
        now);
  }

  /** Over the last moments, for a day of one region is a hundred times that of another. */
  private String speed(long daysLeft) {
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    double seconds = (last.at() - first.at()) / 1e9;
    if (seconds < 1) {
      return "";
    }
    String speed =
        String.format(
            Locale.ROOT,
            ", %,.0f objects/s, %,.1f MB/s",
            (last.objects() - first.objects()) / seconds,
            (last.bytes() - first.bytes()) / seconds / MEGABYTE);
    double daysPerSecond = (last.days() - first.days()) / seconds;
    return daysPerSecond == 0
        ? speed
        : speed + ", " + Durations.of(Math.round(daysLeft / daysPerSecond)) + " left";
  }

  void clear() {
    line.clear();
  }
}
