package io.isotrail.ingest.feed;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Which days of delivery are wanted, both ends inclusive.
 *
 * @param from empty: from the beginning
 * @param to empty: without end
 */
public record DeliveryDays(Optional<LocalDate> from, Optional<LocalDate> to) {

  /** Every day. */
  public static final DeliveryDays ALL = new DeliveryDays(Optional.empty(), Optional.empty());

  public DeliveryDays {
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw new IllegalArgumentException("the first day " + from.get() + " is after the last");
    }
  }

  /** Whether this day is wanted. */
  public boolean include(LocalDate day) {
    return !from.filter(day::isBefore).isPresent() && !to.filter(day::isAfter).isPresent();
  }
}
