package io.isotrail.streams.compliance;

import java.util.List;
import java.util.Optional;

/**
 * What a timeline stands on: up to an instant its history is settled, because generations that
 * ended long ago were purged, or because overwritten facts of a very long timeline were folded.
 * What arrives for the time up to then is refused.
 *
 * @param until epoch seconds, inclusive; {@link Long#MIN_VALUE} while nothing is settled
 * @param purgedUntil up to when, inclusive, everything was purged and not folded; what began to
 *     serve by then and still does belongs to nothing; {@link Long#MIN_VALUE} while nothing is
 *     purged
 * @param purged number of the last generation that was purged; 0 when none was
 * @param settled the generations as they were judged when the timeline was folded; their stretches
 *     up to {@code until} stand for ever
 */
public record Ground(long until, long purgedUntil, int purged, List<History.Generation> settled) {

  /** Nothing is settled. */
  public static final Ground NONE = new Ground(Long.MIN_VALUE, Long.MIN_VALUE, 0, List.of());

  /** Of a resource of which nothing else is left. */
  public static Ground grave(long until, int purged) {
    return new Ground(until, until, purged, List.of());
  }

  /** Whether a fact comes too late for it. */
  public boolean refuses(Fact fact) {
    return fact.at() <= until;
  }

  /** The settled generation with this number. */
  Optional<History.Generation> settled(int number) {
    return settled.stream().filter(generation -> generation.number() == number).findFirst();
  }
}
