package io.isotrail.streams.kpi;

import java.util.List;
import java.util.function.Function;

/** The names under which queries filter and group. */
public enum Dimension {
  ACCOUNT("account", Dimensions::account),
  REGION("region", Dimensions::region),
  KIND("kind", Dimensions::kind),
  ENVIRONMENT("environment", Dimensions::environment),
  SENSITIVITY("sensitivity", Dimensions::sensitivity),
  OWNER("owner", Dimensions::owner),
  SEVERITY("severity", Dimensions::severity),
  THIRD_PARTY("thirdParty", dimensions -> Boolean.toString(dimensions.thirdParty())),
  IN_SERVICE(
      "inService",
      dimensions -> dimensions.inService() == null ? "" : Boolean.toString(dimensions.inService()));

  private final String word;
  private final Function<Dimensions, String> value;

  Dimension(String word, Function<Dimensions, String> value) {
    this.word = word;
    this.value = value;
  }

  /** As it is written in a query. */
  public String word() {
    return word;
  }

  /** The value in a group, as text; empty when there is none. */
  public String of(Dimensions dimensions) {
    return value.apply(dimensions);
  }

  /** All names. */
  public static List<String> words() {
    return List.of(values()).stream().map(Dimension::word).toList();
  }

  /**
   * The dimension with this name.
   *
   * @throws IllegalArgumentException when there is none; names the known ones
   */
  public static Dimension named(String word) {
    for (Dimension name : values()) {
      if (name.word.equals(word)) {
        return name;
      }
    }
    throw new IllegalArgumentException(
        "there is no dimension '" + word + "'; the dimensions are " + String.join(", ", words()));
  }
}
