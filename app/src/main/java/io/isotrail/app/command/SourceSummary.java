package io.isotrail.app.command;

import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.ingest.Ingest;
import io.isotrail.streams.view.View;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was read of the source and what could not be used, for people. */
final class SourceSummary {

  private static final String DEAD_LETTERS = "isotrail.dead.letters";
  private static final String SKIPPED = "isotrail.ledger.skipped";

  private static final String OBJECTS = "isotrail.ledger.objects";
  private static final String RECORDS = "isotrail.ledger.records";

  private final MeterRegistry metrics;

  SourceSummary(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void say(Ingest.Progress read, String source, Terminal terminal) {
    lines(read, source).forEach(line -> terminal.say("isotrail: " + line));
  }

  /** Says which parts of the pipeline do not call themselves whole, and why. */
  void sayIncomplete(View.Completeness completeness, Terminal terminal) {
    terminal.say("isotrail: the answer is incomplete (exit code 4):");
    completeness.components().stream()
        .filter(component -> !component.ok())
        .map(component -> Printable.of(component.name() + ": " + component.message()))
        .forEach(line -> terminal.say("isotrail:   " + line));
  }

  private List<String> lines(Ingest.Progress read, String source) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "read %,d files with %,d records: %,d facts about SageMaker"
            .formatted(read.settled(), read.records(), read.facts()));
    if (read.discovered() == 0) {
      lines.add("no log file was found at " + source + " (in the days asked for, if any)");
    }
    lines.addAll(reasons());
    if (read.incomplete()) {
      lines.add("something of the source could not be had; the answer may lack it");
    }
    return lines;
  }

  /** What was left out and what was put aside, by reason. */
  List<String> reasons() {
    List<String> lines = new ArrayList<>();
    Map<String, Long> skipped = byReason(SKIPPED);
    if (!skipped.isEmpty()) {
      lines.add("left out on purpose: " + text(skipped));
    }
    Map<String, Long> deadLetters = byReason(DEAD_LETTERS);
    if (!deadLetters.isEmpty()) {
      lines.add(
          "%,d objects and %,d records are damaged and were put aside;"
                  .formatted(rejected(OBJECTS), rejected(RECORDS))
              + " what they hold is not in the numbers: "
              + text(deadLetters));
    }
    return lines;
  }

  /** Of objects: those whose records are missing from the fault on, or all of them. */
  private long rejected(String name) {
    return metrics.find(name).tag("outcome", "rejected").counters().stream()
        .mapToLong(counter -> Math.round(counter.count()))
        .sum();
  }

  private Map<String, Long> byReason(String name) {
    Map<String, Long> counts = new TreeMap<>();
    for (Counter counter : metrics.find(name).counters()) {
      long count = Math.round(counter.count());
      String reason = counter.getId().getTag("reason");
      if (count > 0 && reason != null) {
        counts.merge(reason, count, Long::sum);
      }
    }
    return counts;
  }

  private static String text(Map<String, Long> counts) {
    List<String> parts = new ArrayList<>();
    counts.forEach((reason, count) -> parts.add("%,d %s".formatted(count, reason)));
    return String.join(", ", parts);
  }
}
