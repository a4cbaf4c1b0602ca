package io.isotrail.streams.api;

import io.isotrail.schemas.resource.ResourceKind;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which resources are asked for: dimension to accepted values; a dimension that is absent is not
 * filtered.
 */
record Filters(Map<String, Set<String>> byDimension) {

  /** The dimensions that KPIs are filtered and grouped by. */
  static final List<String> KPI_DIMENSIONS =
      List.of(
          "account",
          "region",
          "kind",
          "environment",
          "sensitivity",
          "owner",
          "severity",
          "thirdParty",
          "inService");

  /** The dimensions that resources are filtered by. */
  static final List<String> RESOURCE_DIMENSIONS =
      Stream.concat(KPI_DIMENSIONS.stream(), Stream.of("status")).toList();

  private static final int LONGEST_OWNER = 256;

  private static final Map<String, Dimension> DIMENSIONS = dimensions();

  /**
   * One dimension.
   *
   * @param accepted for people
   */
  private record Dimension(
      String accepted, Predicate<String> valid, Function<Row, String> valueOf) {

    static Dimension words(List<String> words, Function<Row, String> valueOf) {
      return new Dimension(String.join(", ", words), words::contains, valueOf);
    }
  }

  /** Reads those of the given dimensions that the query names. */
  static Filters from(Asked asked, List<String> dimensions) {
    Map<String, Set<String>> found = new LinkedHashMap<>();
    for (String name : dimensions) {
      Dimension dimension = dimension(name);
      asked
          .several(name, dimension.accepted(), dimension.valid())
          .ifPresent(values -> found.put(name, values));
    }
    return new Filters(found);
  }

  boolean matches(Row row) {
    return byDimension.entrySet().stream()
        .allMatch(
            entry -> entry.getValue().contains(dimension(entry.getKey()).valueOf().apply(row)));
  }

  private static Dimension dimension(String name) {
    Dimension dimension = DIMENSIONS.get(name);
    if (dimension == null) {
      throw new IllegalArgumentException("no dimension is called " + name);
    }
    return dimension;
  }

  private static Map<String, Dimension> dimensions() {
    Predicate<String> account = Pattern.compile("\\d{12}").asMatchPredicate();
    Predicate<String> region = Pattern.compile("[a-z]{2}(-[a-z0-9]{1,16}){1,4}").asMatchPredicate();
    Map<String, Dimension> all = new LinkedHashMap<>();
    all.put(
        "account",
        new Dimension("account ids of twelve digits", account, row -> row.subject().account()));
    all.put(
        "region",
        new Dimension("regions such as eu-central-1", region, row -> row.subject().region()));
    all.put(
        "kind",
        Dimension.words(
            Stream.of(ResourceKind.values()).map(ResourceKind::segment).toList(),
            row -> row.subject().kind()));
    all.put(
        "environment",
        Dimension.words(List.of("production", "non-production", "untagged"), Row::environment));
    all.put(
        "sensitivity",
        Dimension.words(
            List.of("restricted", "confidential", "internal", "public", "unclassified"),
            Row::sensitivity));
    all.put(
        "owner",
        new Dimension(
            "owners of at most " + LONGEST_OWNER + " characters; an empty one is an unknown owner",
            text -> text.length() <= LONGEST_OWNER,
            Row::owner));
    all.put(
        "severity",
        Dimension.words(
            Stream.of(Severity.values()).map(Severity::word).toList(),
            row -> row.severity() == null ? "" : row.severity().word()));
    all.put(
        "thirdParty",
        Dimension.words(List.of("true", "false"), row -> Boolean.toString(row.thirdParty())));
    all.put(
        "inService",
        Dimension.words(List.of("true", "false"), row -> String.valueOf(row.inService())));
    all.put(
        "status",
        Dimension.words(
            Stream.of(Status.values()).map(Status::name).toList(), row -> row.status().name()));
    return all;
  }

  /** The same text for the same filters, whatever the order in which they were given. */
  String fingerprint() {
    return byDimension.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + entry.getValue().stream().sorted().toList())
        .collect(Collectors.joining("&"));
  }
}
