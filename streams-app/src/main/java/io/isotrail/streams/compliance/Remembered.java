package io.isotrail.streams.compliance;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is remembered of one resource.
 *
 * @param ground what its timeline stands on
 * @param timeline the facts about it
 * @param servings what asked its name to serve, by server, then by time
 * @param targets keys of the resources whose servings it gave
 * @param dependents keys of the resources that must be looked at again when it changes: the
 *     components on an endpoint, the schedules that name a definition
 * @param history what was last concluded; null while it was not judged
 * @param due the instant at which it must be looked at next; null when there is none
 * @param changedAt wall clock, epoch seconds, at which something new about it arrived
 */
public record Remembered(
    Subject subject,
    Ground ground,
    Timeline timeline,
    List<Serving> servings,
    SortedSet<String> targets,
    SortedSet<String> dependents,
    @Nullable History history,
    @Nullable Long due,
    long changedAt) {

  /** A resource of which nothing is remembered. */
  public static Remembered nothing(Subject subject) {
    return new Remembered(
        subject,
        Ground.NONE,
        Timeline.EMPTY,
        List.of(),
        Collections.emptySortedSet(),
        Collections.emptySortedSet(),
        null,
        null,
        0);
  }

  /** Whether there is nothing worth keeping. */
  public boolean isEmpty() {
    return timeline.isEmpty()
        && servings.isEmpty()
        && targets.isEmpty()
        && dependents.isEmpty()
        && ground.until() == Long.MIN_VALUE;
  }
}
