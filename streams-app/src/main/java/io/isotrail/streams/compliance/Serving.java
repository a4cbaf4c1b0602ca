package io.isotrail.streams.compliance;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A stretch in which an endpoint or an inference component asks one name, of a model or of an
 * endpoint config, to serve. Which generation of the name it binds is decided where the generations
 * are known, see {@link Lives}.
 *
 * @param server resource key of the endpoint, the component or the transform job
 * @param endpoint name of the endpoint; empty for a transform job
 * @param eventId eventID of the call that began it
 * @param from epoch seconds
 * @param to epoch seconds, exclusive; null while nothing ends it; equal to {@code from} where the
 *     name was used for an instant only
 * @param updated whether an update ended it
 * @param replaced whether that update put at least one isolated model, and none that is not
 *     isolated, into service
 */
public record Serving(
    String server,
    String endpoint,
    String eventId,
    long from,
    @Nullable Long to,
    boolean updated,
    boolean replaced) {

  /** By beginning, then by server: the order in which they are bound. */
  static final Comparator<Serving> IN_ORDER =
      Comparator.comparingLong(Serving::from).thenComparing(Serving::server);

  /** Whether it lasts at all. */
  boolean lasts() {
    return to == null || to > from;
  }

  /** Whether it holds at an instant. */
  boolean holdsAt(long instant) {
    return from <= instant && (to == null || instant < to);
  }
}
