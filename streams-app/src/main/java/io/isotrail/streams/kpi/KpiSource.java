package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What {@link KpiSums} reads. One answer must come from one consistent state; the sums ask each
 * method a few times at most. Nothing needs to be filtered or sorted by the source.
 */
public interface KpiSource {

  /**
   * Hands over the tallies of all days in [firstDay, lastDay], days since 1970-01-01. A group may
   * come many times, for each day or summed up beforehand; only the sum over the range counts.
   * Asked for (Integer.MIN_VALUE, D) for levels: keep running sums when that gets long.
   */
  void tallies(int firstDay, int lastDay, BiConsumer<Dimensions, Counts> reader);

  /**
   * Every movement and rejection of one UTC day, exact to the second.
   *
   * @return empty when the day is beyond the retention of transitions; its tallies then stand for
   *     the whole day, and the answer says resolution P1D
   */
  Optional<Edge> edge(int day);

  /** The violations open at an instant, as {@code Table.violationsAt(history, asOf, false)}. */
  List<Row> openViolations(long asOf);

  /** Every exception; one that was revoked and came back stands once for each time it held. */
  List<ExceptionGrant> exceptions();

  /** What the feeds cover. */
  List<Covered> coverage();

  /** Whether nothing is missing and nothing is catching up. */
  boolean complete();

  /**
   * One day to the second.
   *
   * @param movements of histories, in any order; rejections are not among them
   * @param rejections of that day; those of one second in the order of their eventIDs
   */
  record Edge(List<Movement> movements, List<RejectionVerdict> rejections) {}

  /**
   * One account and region.
   *
   * @param firstEventAt event time of its earliest record of any service, epoch seconds
   */
  record Covered(String account, String region, long firstEventAt) {}
}
