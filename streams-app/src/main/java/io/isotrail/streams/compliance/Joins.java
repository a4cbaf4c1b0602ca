package io.isotrail.streams.compliance;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * What the verdict on one resource takes from the timelines of others.
 *
 * @param servings what asked this name to serve, in any order
 * @param definitions resource key of a job definition to its isolation as it was known when, see
 *     {@link Judge#isolationOf}; for monitoring schedules only
 */
public record Joins(
    List<Serving> servings, Map<String, NavigableMap<Long, Isolation>> definitions) {

  /** Nothing. */
  public static final Joins NONE = new Joins(List.of(), Map.of());

  /** What serves a model or an endpoint config. */
  public static Joins served(List<Serving> servings) {
    return new Joins(servings, Map.of());
  }
}
