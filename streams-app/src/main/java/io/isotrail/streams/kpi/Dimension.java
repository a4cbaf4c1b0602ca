package io.isotrail.streams.kpi;

import java.util.List;
import java.util.stream.Stream;

/** The dimensions under whose names queries filter and group. */
public enum Dimension {
  ACCOUNT("account"),
  REGION("region"),
  KIND("kind"),
  ENVIRONMENT("environment"),
  SENSITIVITY("sensitivity"),
  OWNER("owner"),
  SEVERITY("severity"),
  THIRD_PARTY("thirdParty"),
  IN_SERVICE("inService");

  private final String word;

  Dimension(String word) {
    this.word = word;
  }

  /** As it is written in a query. */
  public String word() {
    return word;
  }

  /** The value in a group, as text; empty when there is none. */
  public String of(Dimensions dimensions) {
    return switch (this) {
      case ACCOUNT -> dimensions.account();
      case REGION -> dimensions.region();
      case KIND -> dimensions.kind();
      case ENVIRONMENT -> dimensions.environment();
      case SENSITIVITY -> dimensions.sensitivity();
      case OWNER -> dimensions.owner();
      case SEVERITY -> dimensions.severity();
      case THIRD_PARTY -> Boolean.toString(dimensions.thirdParty());
      case IN_SERVICE ->
          dimensions.inService() == null ? "" : Boolean.toString(dimensions.inService());
    };
  }

  /** All names. */
  public static List<String> words() {
    return Stream.of(values()).map(Dimension::word).toList();
  }

  /**
   * The dimension with this name.
   *
   * @throws IllegalArgumentException when there is none; names the known ones
   */
  public static Dimension named(String word) {
    for (Dimension dimension : values()) {
      if (dimension.word.equals(word)) {
        return dimension;
      }
    }
    throw new IllegalArgumentException(
        "there is no dimension '" + word + "'; the dimensions are " + String.join(", ", words()));
  }
}
