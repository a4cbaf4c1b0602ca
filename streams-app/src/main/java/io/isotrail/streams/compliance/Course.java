package io.isotrail.streams.compliance;

import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What holds from which instant on, asked at one instant after the other: what changes seldom is
 * looked up seldom. Instants in any order are right, those that ascend are fast.
 */
final class Course<T> {

  private final NavigableMap<Long, T> starts;
  private @Nullable T holding;
  private long from;

  /** Exclusive; null when nothing follows. */
  private @Nullable Long to;

  /**
   * @param starts start, in epoch seconds, to what holds from there; not to be changed any more
   */
  Course(NavigableMap<Long, T> starts) {
    this.starts = starts;
  }

  /**
   * What holds at an instant.
   *
   * @param instant not before the first start
   */
  T at(long instant) {
    T known = holding;
    if (known != null && from <= instant && (to == null || instant < to)) {
      return known;
    }
    Map.Entry<Long, T> entry = starts.floorEntry(instant);
    holding = entry.getValue();
    from = entry.getKey();
    to = starts.higherKey(instant);
    return entry.getValue();
  }
}
