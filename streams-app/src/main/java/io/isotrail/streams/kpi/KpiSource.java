package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.ExceptionGrant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link KpiSums} and {@link KpiTrends} read. One answer must come from one consistent state.
 * Nothing needs to be filtered or sorted by the source. Days are UTC days since 1970-01-01, instants
 * epoch seconds, measures their numbers in {@link Measures}.
 */
public interface KpiSource {

  /** Takes the count of one measure in one group. */
  @FunctionalInterface
  interface TallyReader {
    void read(Dimensions group, int measure, long count);
  }

  /** Takes the count of one measure of one movement. */
  @FunctionalInterface
  interface MovementReader {
    void read(long at, Dimensions group, int measure, long count);
  }

  /** Takes a stretch of violation. */
  @FunctionalInterface
  interface StretchReader {
    void read(Stretch stretch);
  }

  /** How much of a day is known to the second. */
  enum Exactness {
    /** Everything. */
    SECOND,
    /** Everything but runs, whose rows are dropped early. */
    SECOND_BUT_RUNS,
    /** Nothing: the tallies stand for the whole day. */
    DAY
  }

  /**
   * Hands over the tallies of all days in [firstDay, lastDay]. A group may come many times, for
   * each day or summed up beforehand; only the sum over the range counts. From {@link
   * Integer#MIN_VALUE} on only levels are asked for.
   */
  void tallies(int firstDay, int lastDay, TallyReader reader);

  /** How much is known of a day. */
  Exactness exactness(int day);

  /** Hands over the movements of histories on one day, in any order; asked for exact days only. */
  void movements(int day, MovementReader reader);

  /** The rejections of one day, those of one second in the order of their eventIDs. */
  List<RejectionVerdict> rejections(int day);

  /** Hands over at least the stretches of violation that hold at some instant of [first, last]. */
  void stretches(long first, long last, StretchReader reader);

  /** Every exception; one that was revoked and came back stands once for each time it held. */
  List<ExceptionGrant> exceptions();

  /** What the feeds cover. */
  List<Covered> coverage();

  /** Whether nothing is missing and nothing is catching up. */
  boolean complete();

  /**
   * A stretch of unchanged verdict in violation, holding at t if from &lt;= t &lt; to.
   *
   * @param to null when nothing known will end it
   * @param openedAt opening of the violation that it belongs to
   * @param dueAt when that violation is due, by this and its earlier stretches
   */
  record Stretch(
      Dimensions group, long from, @Nullable Long to, long openedAt, @Nullable Long dueAt) {}

  /**
   * One account and region.
   *
   * @param firstEventAt event time of its earliest record of any service, epoch seconds
   */
  record Covered(String account, String region, long firstEventAt) {}
}
