package io.isotrail.streams.api;

import io.isotrail.avro.Evidence;
import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.Governance;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.SourceStatus;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.governance.PublishedGovernance;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import io.isotrail.streams.kpi.GroupIndex;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.KpiReport;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.kpi.KpiTrends;
import io.isotrail.streams.kpi.Measures;
import io.isotrail.streams.kpi.TrendQuery;
import io.isotrail.streams.topology.Records;
import io.isotrail.streams.view.Integrity;
import io.isotrail.streams.view.View;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A view whose answers a test sets by hand, and that remembers what it was asked. */
public final class SampleView implements View {

  public final List<Row> rows = new CopyOnWriteArrayList<>();
  public final List<Row> violations = new CopyOnWriteArrayList<>();
  public final List<Rejection> rejections = new CopyOnWriteArrayList<>();
  public final List<ExceptionGrant> exceptions = new CopyOnWriteArrayList<>();
  public final List<Governance> published = new CopyOnWriteArrayList<>();
  public volatile Integrity integrity = new Integrity(List.of(), List.of(), 0);
  public Optional<View.Canary> canary = Optional.empty();
  public final List<FeedStatus> feeds = new CopyOnWriteArrayList<>();
  public final List<KpiQuery> questions = new CopyOnWriteArrayList<>();
  public final List<TrendQuery> courses = new CopyOnWriteArrayList<>();
  public final List<Long> asked = new CopyOnWriteArrayList<>();
  public final List<Evidence> facts = new CopyOnWriteArrayList<>();
  @Nullable Policy policy;
  public volatile Completeness completeness =
      new Completeness(true, true, List.of(new Component("view", true, "has read everything")));
  public volatile @Nullable RuntimeException failure;
  public volatile @Nullable Runnable beforeRows;
  public volatile int trendLimit = 100_000;

  /** What a test makes of the KPIs. */
  public volatile UnaryOperator<KpiReport> kpis = UnaryOperator.identity();

  /** What is known of a resource, by key, in place of what is made up for its row. */
  public final Map<String, Dossier> dossiers = new ConcurrentHashMap<>();

  @Override
  public List<Row> rows(long asOf, Predicate<Row> wanted) {
    asked.add(asOf);
    Runnable before = beforeRows;
    if (before != null) {
      before.run();
    }
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    return rows.stream().filter(wanted).toList();
  }

  @Override
  public List<Row> violations(long asOf, boolean ended) {
    return List.copyOf(violations);
  }

  @Override
  public Optional<Dossier> find(String resourceKey) {
    return Optional.ofNullable(dossiers.get(resourceKey))
        .or(
            () ->
                rows.stream()
                    .filter(row -> row.subject().key().equals(resourceKey))
                    .findFirst()
                    .map(row -> new Dossier(history(row), List.copyOf(facts))));
  }

  private static History history(Row row) {
    long from = SampleRows.NOW_SECONDS - 1_000;
    List<History.Spell> spells = new ArrayList<>();
    spells.add(
        new History.Spell(
            from,
            from + 500,
            Status.VIOLATION,
            Severity.HIGH,
            "production",
            "restricted",
            "",
            false,
            null,
            null,
            from,
            from + 86_400,
            io.isotrail.streams.compliance.Ending.EXEMPTED));
    spells.add(
        new History.Spell(
            from + 500,
            null,
            Status.EXEMPT,
            null,
            "production",
            "restricted",
            "",
            false,
            null,
            "EX-1",
            null,
            null,
            null));
    return new History(
        row.subject(),
        row.accountName(),
        row.lastEventAt(),
        List.of(
            new History.Generation(
                1,
                "event-1",
                row.name(),
                from,
                true,
                "",
                Isolation.NOT_ISOLATED,
                false,
                null,
                null,
                from,
                from,
                Map.of(),
                null,
                List.of(),
                spells)));
  }

  @Override
  public KpiReport kpis(KpiQuery query) {
    questions.add(query);
    return kpis.apply(answer(query));
  }

  private static KpiReport answer(KpiQuery query) {
    return report(
        query,
        query.groupBy().isEmpty()
            ? null
            : List.of(new KpiReport.Group(by(query.groupBy()), report(query, null))));
  }

  @Override
  public List<KpiTrends.Point> trends(TrendQuery query) {
    courses.add(query);
    query.requireAtMost(trendLimit);
    List<KpiTrends.Point> points = new ArrayList<>();
    for (LocalDate day = query.first(); !day.isAfter(query.last()); day = day.plusDays(1)) {
      long from = day.toEpochDay() * 86_400;
      KpiQuery question =
          new KpiQuery(from + 86_399, Duration.ofDays(1), query.filters(), query.groupBy());
      points.add(
          new KpiTrends.Point(
              from,
              from + 86_399,
              day.equals(query.first()) ? null : kpis.apply(answer(question))));
    }
    return points;
  }

  @Override
  public Map<Dimensions, Counts> levels(long asOf) {
    Map<Dimensions, Counts> levels = new HashMap<>();
    for (Row row : rows(asOf)) {
      if (row.status() != Status.GONE) {
        Counts counts = Counts.of(Measures.level(row.status()), 1);
        String why = row.createdAt() == null ? Measures.LEVEL_TRACE : Measures.LEVEL_HIDDEN;
        levels.merge(
            dimensions(row),
            row.status() == Status.UNDETERMINED ? counts.plus(Counts.of(why, 1)) : counts,
            Counts::plus);
      }
    }
    return levels;
  }

  @Override
  public List<OpenViolation> openViolations(long asOf) {
    return violations.stream()
        .filter(row -> row.openedAt() != null && row.endedAt() == null)
        .map(
            row ->
                new OpenViolation(
                    row.subject().key(),
                    new KpiSource.Stretch(
                        new GroupIndex().of(dimensions(row)),
                        Objects.requireNonNull(row.openedAt()),
                        null,
                        Objects.requireNonNull(row.openedAt()),
                        row.dueAt())))
        .toList();
  }

  @Override
  public List<EndedViolation> endedViolations(long after, long upTo) {
    return violations.stream()
        .filter(row -> row.openedAt() != null && row.endedAt() != null && row.endedAs() != null)
        .map(
            row ->
                new EndedViolation(
                    dimensions(row),
                    Objects.requireNonNull(row.openedAt()),
                    Objects.requireNonNull(row.endedAt()),
                    Objects.requireNonNull(row.endedAs())))
        .filter(ended -> ended.endedAt() > after && ended.endedAt() <= upTo)
        .toList();
  }

  private static Dimensions dimensions(Row row) {
    return new Dimensions(
        row.subject().account(),
        row.subject().region(),
        row.subject().kind(),
        row.environment(),
        row.sensitivity(),
        row.owner(),
        row.severity() == null ? "" : row.severity().word(),
        row.thirdParty(),
        row.inService());
  }

  private static Map<String, String> by(List<String> dimensions) {
    Map<String, String> by = new LinkedHashMap<>();
    for (String dimension : dimensions) {
      by.put(dimension, dimension.equals("account") ? "1" : "some-" + dimension);
    }
    return by;
  }

  /** A report with a different number in every field. */
  public static KpiReport report(KpiQuery query, @Nullable List<KpiReport.Group> groups) {
    return new KpiReport(
        query.asOf(),
        query.window(),
        "PT1S",
        new KpiReport.Models(10, 5, 1, 3, 1, 0),
        0.5,
        0.6,
        new KpiReport.Remediation(2, 100L, 50L, 150L),
        new TreeMap<>(Map.of("DELETED", 2L)),
        new KpiReport.Open(3, 1L, 900L, 300L),
        new KpiReport.Rejections(4, 5, 6, new TreeMap<>(Map.of("aws", 15L)), 7),
        new KpiReport.Exceptions(1, 8, 1, 9),
        new KpiReport.Runs(14, 12, 1, "PT1S"),
        new KpiReport.Coverage(SampleRows.NOW_SECONDS - 5_000, 11),
        true,
        groups);
  }

  @Override
  public List<Rejection> rejections(long from, long to) {
    return List.copyOf(rejections);
  }

  @Override
  public List<ExceptionGrant> exceptions() {
    return List.copyOf(exceptions);
  }

  /** The shipped policy, published one second before now, and what was added. */
  @Override
  public PublishedGovernance governance() {
    List<Governance> records = new ArrayList<>(published);
    records.add(Records.policy(GovernanceFiles.defaultPolicy(), 1, SampleRows.NOW_SECONDS - 1));
    return PublishedGovernance.of(records);
  }

  @Override
  public Optional<Policy> policy() {
    return Optional.ofNullable(policy);
  }

  @Override
  public Integrity integrity() {
    return integrity;
  }

  @Override
  public Optional<View.Canary> canary() {
    return canary;
  }

  @Override
  public List<FeedStatus> feeds() {
    return List.copyOf(feeds);
  }

  @Override
  public List<SourceStatus> sources() {
    return List.of();
  }

  @Override
  public Completeness completeness() {
    return completeness;
  }
}
