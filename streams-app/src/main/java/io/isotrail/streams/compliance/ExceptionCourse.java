package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which exception is named for a resource when. Of several in force the one with the latest end,
 * then the smallest id.
 */
final class ExceptionCourse {

  private static final Comparator<ExceptionGrant> NAMED_FIRST =
      Comparator.comparingLong(ExceptionGrant::endsAt).reversed().thenComparing(ExceptionGrant::id);

  private ExceptionCourse() {}

  /** Start, in epoch seconds, to the exception in force from there; never empty. */
  static NavigableMap<Long, Optional<ExceptionGrant>> of(
      String arn, List<ExceptionGrant> exceptions) {
    NavigableMap<Long, Optional<ExceptionGrant>> course = new TreeMap<>();
    course.put(Long.MIN_VALUE, Optional.empty());
    NavigableMap<Long, List<ExceptionGrant>> starting = new TreeMap<>();
    NavigableMap<Long, List<ExceptionGrant>> ending = new TreeMap<>();
    TreeSet<Long> instants = new TreeSet<>();
    for (ExceptionGrant exception : exceptions) {
      if (exception.everInForce() && Glob.matches(exception.resource(), arn)) {
        long start = exception.startsAt();
        starting.computeIfAbsent(start, at -> new ArrayList<>()).add(exception);
        ending.computeIfAbsent(exception.endsAt(), at -> new ArrayList<>()).add(exception);
        instants.add(start);
        instants.add(exception.endsAt());
      }
    }
    TreeSet<ExceptionGrant> inForce = new TreeSet<>(NAMED_FIRST);
    for (long instant : instants) {
      inForce.addAll(starting.getOrDefault(instant, List.of()));
      ending.getOrDefault(instant, List.of()).forEach(inForce::remove);
      course.put(instant, inForce.isEmpty() ? Optional.empty() : Optional.of(inForce.first()));
    }
    return course;
  }
}
