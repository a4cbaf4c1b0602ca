package io.isotrail.app.simulate.batch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.simulate.batch.Biography.Chapter;
import io.isotrail.app.simulate.batch.Biography.Status;
import io.isotrail.app.simulate.batch.Biography.Stretch;
import io.isotrail.app.simulate.batch.Biography.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The figures, from what was found out.
 *
 * @param asOf epoch seconds
 */
record Answer(
    long asOf,
    Duration window,
    List<Biography> biographies,
    List<Denial> denials,
    List<Waiver> waivers,
    List<Run> runs,
    Optional<Instant> historyFrom,
    Rules rules) {

  private static final long DAY = 86_400;
  private static final List<String> REMEDIATIONS = List.of("DELETED", "REPLACED", "ISOLATED");
  private static final List<String> ENDINGS =
      List.of("DELETED", "REPLACED", "ISOLATED", "EXEMPTED", "RECLASSIFIED", "INFERRED");

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode kpis = json.putObject("kpis");
    kpis.put("asOf", Instant.ofEpochSecond(asOf).toString());
    kpis.put("window", "P" + window.toDays() + "D");
    kpis.put("resolution", "PT1S");
    models(kpis);
    remediation(kpis.putObject("remediation"));
    ObjectNode ends = kpis.putObject("ends");
    ENDINGS.forEach(ending -> ends.put(ending, ended(List.of(ending)).size()));
    open(kpis.putObject("open"));
    rejections(kpis.putObject("rejections"));
    exceptions(kpis.putObject("exceptions"));
    runs(kpis.putObject("runs"));
    ObjectNode coverage = kpis.putObject("coverage");
    coverage.put("historyFrom", historyFrom.map(Instant::toString).orElse(null));
    coverage.put(
        "createdBefore",
        existing().stream().filter(chapter -> !chapter.life().seenCreated()).count());
    kpis.put("complete", true);
    json.set("violations", Rows.of(this));
    return json;
  }

  private void models(ObjectNode kpis) {
    List<Chapter> production =
        existing().stream()
            .filter(chapter -> chapter.at(asOf).environment().equals("production"))
            .toList();
    long isolated = count(production, Status.COMPLIANT);
    long exempt = count(production, Status.EXEMPT);
    long violation = count(production, Status.VIOLATION);
    long hidden = production.stream().filter(chapter -> chapter.life().hidden()).count();
    kpis.putObject("models")
        .put("production", (long) production.size())
        .put("isolated", isolated)
        .put("exempt", exempt)
        .put("violation", violation)
        .put("undetermined", count(production, Status.UNDETERMINED))
        .put("outOfScope", 0L);
    long known = isolated + exempt + violation + hidden;
    if (known == 0) {
      kpis.putNull("isolationRatio").putNull("complianceRatio");
    } else {
      kpis.put("isolationRatio", (double) isolated / known);
      kpis.put("complianceRatio", (double) (isolated + exempt) / known);
    }
  }

  private void remediation(ObjectNode json) {
    List<Long> seconds = ended(REMEDIATIONS).stream().map(Answer::seconds).sorted().toList();
    json.put("count", seconds.size());
    if (seconds.isEmpty()) {
      json.putNull("meanSeconds").putNull("p50Seconds").putNull("p90Seconds");
    } else {
      json.put("meanSeconds", mean(seconds));
      json.put("p50Seconds", nearestRank(seconds, 50));
      json.put("p90Seconds", nearestRank(seconds, 90));
    }
  }

  private void open(ObjectNode json) {
    List<Violation> open =
        biographies.stream()
            .flatMap(biography -> biography.chapters().stream())
            .flatMap(chapter -> chapter.violations().stream())
            .filter(violation -> violation.openAt(asOf))
            .toList();
    json.put("count", open.size());
    json.put("overdue", open.stream().filter(violation -> dueAt(violation) < asOf).count());
    List<Long> ages = open.stream().map(violation -> asOf - violation.openedAt()).sorted().toList();
    if (ages.isEmpty()) {
      json.putNull("oldestSeconds").putNull("meanAgeSeconds");
    } else {
      json.put("oldestSeconds", ages.getLast()).put("meanAgeSeconds", mean(ages));
    }
  }

  private void rejections(ObjectNode json) {
    List<Denial> ours = denials.stream().filter(denial -> inWindow(denial.at())).toList();
    for (String attribution : List.of("isolation", "other", "unknown")) {
      json.put(
          attribution,
          ours.stream().filter(denial -> denial.attribution().equals(attribution)).count());
    }
    json.putObject("bySource").put("aws", ours.size()).put("pipeline", 0);
    json.put(
        "distinct",
        ours.stream()
            .map(denial -> denial.key() + " " + denial.actor() + " " + denial.at() / DAY)
            .distinct()
            .count());
  }

  private void exceptions(ObjectNode json) {
    List<Waiver> active = waivers.stream().filter(waiver -> waiver.inForceAt(asOf)).toList();
    json.put("active", active.size());
    json.put("exemptResources", count(existing(), Status.EXEMPT));
    json.put(
        "expiringIn30Days",
        active.stream().filter(waiver -> waiver.to() <= asOf + 30 * DAY).count());
    json.put("expired", waivers.stream().filter(waiver -> inWindow(waiver.to())).count());
  }

  private void runs(ObjectNode json) {
    List<Run> ours = runs.stream().filter(run -> inWindow(run.at())).toList();
    json.put("total", (long) ours.size());
    json.put("isolated", ours.stream().filter(run -> run.isolated().orElse(false)).count());
    json.put("undetermined", ours.stream().filter(run -> run.isolated().isEmpty()).count());
    json.put("resolution", "PT1S");
  }

  /** By the stretches that have begun. */
  long dueAt(Violation violation) {
    long due = Long.MAX_VALUE;
    for (Stretch stretch : violation.stretches()) {
      if (stretch.from() <= asOf && stretch.severity() != null) {
        due = Math.min(due, stretch.from() + rules.objectiveSeconds(stretch.severity()));
      }
    }
    return due;
  }

  private List<Chapter> existing() {
    return biographies.stream()
        .flatMap(biography -> biography.chapters().stream())
        .filter(chapter -> chapter.life().existsAt(asOf))
        .toList();
  }

  private List<Violation> ended(List<String> endings) {
    return biographies.stream()
        .flatMap(biography -> biography.chapters().stream())
        .flatMap(chapter -> chapter.violations().stream())
        .filter(violation -> violation.endedIn(asOf - window.toSeconds(), asOf))
        .filter(violation -> endings.contains(violation.endedAs()))
        .toList();
  }

  private boolean inWindow(long instant) {
    return instant > asOf - window.toSeconds() && instant <= asOf;
  }

  private long count(List<Chapter> chapters, Status status) {
    return chapters.stream().filter(chapter -> chapter.at(asOf).status() == status).count();
  }

  private static long seconds(Violation violation) {
    return violation.endedAt() == null ? 0 : violation.endedAt() - violation.openedAt();
  }

  private static long mean(List<Long> seconds) {
    long sum = seconds.stream().mapToLong(Long::longValue).sum();
    return Math.floorDiv(2 * sum + seconds.size(), 2L * seconds.size());
  }

  private static long nearestRank(List<Long> sorted, int percent) {
    return sorted.get(Math.ceilDiv(percent * sorted.size(), 100) - 1);
  }
}
