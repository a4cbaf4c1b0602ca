package io.isotrail.streams.simulation;

import io.isotrail.avro.Fact;
import io.isotrail.streams.codec.RejectionCodec;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Locality;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Table;
import io.isotrail.streams.compliance.Timeline;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.kpi.KpiSums;
import io.isotrail.streams.kpi.RejectionVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges everything twice and sums both. Pure: it is given the facts, one partition after the
 * other, in any order.
 */
final class Simulation {

  private final Governance before;
  private final Governance after;
  private final Question question;
  private final int mostChanged;
  private final Sums sumsBefore;
  private final Sums sumsAfter;
  private final TreeMap<String, Outcome.Changed> changed = new TreeMap<>();
  private long changedTotal;

  Simulation(
      Governance present,
      Question question,
      int mostChanged,
      List<KpiSource.Covered> coverage,
      boolean complete) {
    this.before = present;
    this.after = Candidate.with(present, question.candidate());
    this.question = question;
    this.mostChanged = mostChanged;
    this.sumsBefore = new Sums(question.query(), before.exceptions(), coverage, complete);
    this.sumsAfter = new Sums(question.query(), after.exceptions(), coverage, complete);
  }

  /**
   * Takes the facts of one partition.
   *
   * @param between called between two steps; what it throws ends the simulation
   */
  void take(Gathered gathered, Runnable between) {
    for (Gathered.OneLocality locality : gathered.localities()) {
      between.run();
      Map<Subject, Timeline> timelines = locality.timelines();
      SortedMap<Subject, History> was = Locality.judge(timelines, before);
      between.run();
      SortedMap<Subject, History> would = Locality.judge(timelines, after);
      was.values().forEach(sumsBefore::add);
      would.values().forEach(sumsAfter::add);
      TreeSet<Subject> subjects = new TreeSet<>(was.comparator());
      subjects.addAll(was.keySet());
      subjects.addAll(would.keySet());
      subjects.forEach(subject -> compare(subject, row(was, subject), row(would, subject)));
    }
    for (Fact fact : gathered.rejections()) {
      sumsBefore.add(RejectionVerdict.of(RejectionCodec.call(fact), before));
      sumsAfter.add(RejectionVerdict.of(RejectionCodec.call(fact), after));
    }
  }

  private Optional<Row> row(SortedMap<Subject, History> histories, Subject subject) {
    return Optional.ofNullable(histories.get(subject))
        .flatMap(history -> Table.rowAt(history, question.query().asOf()));
  }

  private void compare(Subject subject, Optional<Row> was, Optional<Row> would) {
    Outcome.Verdict from = was.map(Simulation::verdict).orElse(null);
    Outcome.Verdict to = would.map(Simulation::verdict).orElse(null);
    boolean shown =
        was.filter(question.shown()).isPresent() || would.filter(question.shown()).isPresent();
    if (!shown || same(from, to)) {
      return;
    }
    changedTotal++;
    changed.put(subject.key(), new Outcome.Changed(subject.key(), from, to));
    if (changed.size() > mostChanged) {
      changed.pollLastEntry();
    }
  }

  private static boolean same(Outcome.@Nullable Verdict one, Outcome.@Nullable Verdict other) {
    return one == null ? other == null : one.equals(other);
  }

  private static Outcome.Verdict verdict(Row row) {
    return new Outcome.Verdict(row.status(), row.severity());
  }

  Outcome.Done outcome() {
    return new Outcome.Done(
        KpiSums.of(question.query(), sumsBefore),
        KpiSums.of(question.query(), sumsAfter),
        List.copyOf(changed.values()),
        changedTotal);
  }
}
