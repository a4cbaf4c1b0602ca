package io.isotrail.streams.view;

import io.isotrail.avro.Evidence;
import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.SourceStatus;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.governance.PublishedGovernance;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.KpiReport;
import java.util.List;
import java.util.Optional;

/**
 * What API, page, gauges and reports ask. Every answer comes from committed records; none from a
 * store of the topology. Thread-safe.
 */
public interface View {

  /**
   * One line for each resource that exists or existed by this instant, in the order of the keys,
   * GONE ones included.
   *
   * @param asOf epoch seconds
   */
  List<Row> rows(long asOf);

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

  /** Whether the answers can be trusted to be whole. */
  Completeness completeness();

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
