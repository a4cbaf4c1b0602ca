package io.isotrail.streams.view;

import io.isotrail.avro.Evidence;
import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.SourceStatus;
import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.governance.PublishedGovernance;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.KpiReport;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.kpi.KpiTrends;
import io.isotrail.streams.kpi.TrendQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What API, page, gauges and reports ask. Every answer comes from committed records; none from a
 * store of the topology. Thread-safe.
 */
public interface View {

  /**
   * One line for each resource that exists or existed by this instant, in the order of the keys,
   * GONE ones included. Every row is read from the disk: ask once, and keep little.
   *
   * @param asOf epoch seconds
   * @param wanted which of them
   */
  List<Row> rows(long asOf, Predicate<Row> wanted);

  /** All of them. */
  default List<Row> rows(long asOf) {
    return rows(asOf, row -> true);
  }

  /**
   * One line for each violation spell opened by this instant: the open ones first, the worst first,
   * then the oldest opening, then key and generation.
   *
   * @param asOf epoch seconds
   * @param ended true: also those that ended by then
   */
  List<Row> violations(long asOf, boolean ended);

  /** One resource with everything that is known of it. */
  Optional<Dossier> find(String resourceKey);

  /** The KPIs. */
  KpiReport kpis(KpiQuery query);

  /**
   * The course of the KPIs.
   *
   * @throws io.isotrail.streams.kpi.TrendTooLargeException when the answer would be too long
   */
  List<KpiTrends.Point> trends(TrendQuery query);

  /** How many resources of each status exist at an instant, by group; runs have no level. */
  Map<Dimensions, Counts> levels(long asOf);

  /** The violations open at an instant, in no particular order. */
  List<OpenViolation> openViolations(long asOf);

  /** The violations that ended in (after, upTo], in no particular order. */
  List<EndedViolation> endedViolations(long after, long upTo);

  /** Judged rejections, the latest first. */
  List<Rejection> rejections(long from, long to);

  /**
   * Every exception, in the order of their ids; one that was revoked and came back stands once for
   * each time it held.
   */
  List<ExceptionGrant> exceptions();

  /** Every policy and exception that was published. */
  PublishedGovernance governance();

  /** The policy in force now; empty before any was read. */
  Optional<Policy> policy();

  /** Feeds by source, account and region. */
  List<FeedStatus> feeds();

  /** Sources as wholes. */
  List<SourceStatus> sources();

  /** Whether logs are as CloudTrail delivered them. */
  Integrity integrity();

  /** Whether the answers can be trusted to be whole. */
  Completeness completeness();

  /**
   * An open violation.
   *
   * @param resource key
   * @param stretch the stretch of it that holds at the instant
   */
  record OpenViolation(String resource, KpiSource.Stretch stretch) {}

  /**
   * A violation that ended; instants are epoch seconds.
   *
   * @param group of its last stretch
   */
  record EndedViolation(Dimensions group, long openedAt, long endedAt, Ending endedAs) {}

  /**
   * A resource's evidence.
   *
   * @param history all its generations and spells
   * @param facts its latest facts, the oldest first
   */
  record Dossier(History history, List<Evidence> facts) {}

  /**
   * Why an answer is whole or not.
   *
   * @param ready true once the view has read everything that was there when it started
   * @param complete true when nothing is missing and nothing is catching up
   * @param components each part with its state, for people
   */
  record Completeness(boolean ready, boolean complete, List<Component> components) {}

  /** One part of the pipeline. */
  record Component(String name, boolean ok, String message) {}
}
