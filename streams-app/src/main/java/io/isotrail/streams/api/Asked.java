package io.isotrail.streams.api;

import io.isotrail.streams.api.access.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is asked: the variables of the path and the parameters of the query, decoded, the body, and
 * by whom.
 *
 * @param query values by name, as often as they were given
 */
record Asked(
    Map<String, String> path,
    Map<String, List<String>> query,
    Accepts accepts,
    Caller caller,
    Body body) {

  private static final int MAXIMUM_VALUES = 100;

  /** Chooses among media types by the Accept header. */
  @FunctionalInterface
  interface Accepts {
    /** The type that the caller likes best; empty when it likes none of them. */
    Optional<String> best(List<String> offered);
  }

  /** Refuses parameters that nobody reads. */
  void requireKnown(List<String> known) {
    for (String name : query.keySet()) {
      if (!known.contains(name)) {
        throw Problem.badParameter(
                name,
                "Unknown parameter '"
                    + Problem.shown(name)
                    + "'. Accepted: "
                    + (known.isEmpty() ? "none" : String.join(", ", known))
                    + ".")
            .asRefusal();
      }
    }
  }

  /** A parameter that may be given once. */
  Optional<String> single(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw Problem.badParameter(name, "'" + name + "' was given more than once.").asRefusal();
    }
    return values.stream().findFirst();
  }

  /** A parameter read by a parser; whatever it refuses is answered with what is accepted. */
  <T> Optional<T> single(String name, String accepted, Function<String, Optional<T>> parser) {
    return single(name)
        .map(text -> parser.apply(text).orElseThrow(() -> bad(name, text, accepted)));
  }

  /** A parameter with several values by comma, in their order. */
  Optional<Set<String>> several(String name, String accepted, Predicate<String> valid) {
    return single(name).map(text -> split(name, text, accepted, valid));
  }

  private static Set<String> split(
      String name, String text, String accepted, Predicate<String> valid) {
    List<String> values = new ArrayList<>(Arrays.asList(text.split(",", -1)));
    if (values.size() > MAXIMUM_VALUES) {
      throw Problem.badParameter(
              name, "'" + name + "' has more than " + MAXIMUM_VALUES + " values.")
          .asRefusal();
    }
    for (String value : values) {
      if (!valid.test(value)) {
        throw bad(name, value, accepted);
      }
    }
    return new LinkedHashSet<>(values);
  }

  private static Problem.Refusal bad(String name, String value, String accepted) {
    return Problem.badParameter(
            name,
            "'"
                + name
                + "' does not take '"
                + Problem.shown(value)
                + "'. Accepted: "
                + accepted
                + ".")
        .asRefusal();
  }
}
