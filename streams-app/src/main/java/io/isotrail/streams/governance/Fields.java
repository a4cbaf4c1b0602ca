package io.isotrail.streams.governance;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one mapping, each read as what it must be. Every error names file, line and field.
 */
final class Fields {

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  // Longer spans would be mistakes, and sums of instants and spans must not overflow.
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private final String where;
  private final String path;
  private final Node.Mapping mapping;

  private Fields(String where, String path, Node.Mapping mapping) {
    this.where = where;
    this.path = path;
    this.mapping = mapping;
  }

  /**
   * The fields of a mapping; nothing given counts as an empty one.
   *
   * @param path of the mapping within the document; empty for the document itself
   * @param known the keys that it may have; none: any key
   */
  static Fields of(String where, String path, Node node, String... known) {
    Node.Mapping mapping =
        switch (node) {
          case Node.Mapping given -> given;
          case Node.Scalar(int line, String text) when text == null ->
              new Node.Mapping(line, Map.of());
          case Node.Scalar scalar -> throw error(where, scalar, path, "must have fields");
          case Node.Sequence list -> throw error(where, list, path, "must have fields, not a list");
        };
    Fields fields = new Fields(where, path, mapping);
    if (known.length > 0) {
      mapping.entries().forEach((key, value) -> fields.requireKnown(key, value, known));
    }
    return fields;
  }

  private void requireKnown(String key, Node value, String... known) {
    if (!Arrays.asList(known).contains(key)) {
      throw error(
          where,
          value,
          within(key),
          "unknown key; did you mean '" + Nearest.of(key, Stream.of(known)) + "'?");
    }
  }

  Map<String, Node> entries() {
    return mapping.entries();
  }

  /** The fields of a mapping in a field. */
  Fields fields(String key, String... known) {
    return of(where, within(key), node(key), known);
  }

  /** Each element of a list of mappings. */
  List<Fields> list(String key, String... known) {
    List<Fields> all = new ArrayList<>();
    for (Node element : elements(key)) {
      all.add(of(where, within(key) + "[" + all.size() + "]", element, known));
    }
    return all;
  }

  /** Null when it is absent or blank. */
  @Nullable String optionalText(String key) {
    return switch (node(key)) {
      case Node.Scalar(int line, String text) ->
          text == null || text.isBlank() ? null : text.strip();
      case Node.Mapping given -> throw error(where, given, within(key), "must be one value");
      case Node.Sequence given ->
          throw error(where, given, within(key), "must be one value, not a list");
    };
  }

  String text(String key) {
    String text = optionalText(key);
    if (text == null) {
      throw error(key, "is missing");
    }
    return text;
  }

  /** A list of words, or a single one. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node element : elements(key)) {
      if (element instanceof Node.Scalar(int line, String text)
          && text != null
          && !text.isBlank()) {
        texts.add(text.strip());
      } else {
        throw error(where, element, within(key), "must hold words");
      }
    }
    return List.copyOf(texts);
  }

  List<String> lowerCaseTexts(String key) {
    return texts(key).stream().map(text -> text.toLowerCase(Locale.ROOT)).distinct().toList();
  }

  boolean has(String key) {
    return !(node(key) instanceof Node.Scalar(int line, String text) && text == null);
  }

  @Nullable Boolean optionalFlag(String key) {
    String text = optionalText(key);
    if (text == null) {
      return null;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw error(key, "must be true or false, not '" + text + "'");
    };
  }

  /** Epoch seconds. */
  @Nullable Long optionalInstant(String key) {
    String text = optionalText(key);
    return text == null ? null : instant(key, text);
  }

  private long instant(String key, String text) {
    Instant instant;
    try {
      instant =
          text.indexOf('T') < 0 && text.indexOf('t') < 0
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException malformed) {
      throw error(
          key,
          "must be a time such as 2026-03-01T00:00:00Z or a day such as 2026-03-01, not '"
              + text
              + "'");
    }
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw error(key, "must lie between " + EARLIEST + " and " + LATEST + ", not at " + text);
    }
    return instant.getEpochSecond();
  }

  Duration duration(String key) {
    String text = text(key);
    try {
      Duration duration = Duration.parse(text);
      if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
        return duration.truncatedTo(ChronoUnit.SECONDS);
      }
    } catch (DateTimeException malformed) {
      throw error(key, "must be an ISO-8601 duration such as P30D or PT24H, not '" + text + "'");
    }
    throw error(key, "must be longer than nothing and at most 100 years, not " + text);
  }

  double share(String key) {
    String text = text(key);
    try {
      double share = Double.parseDouble(text);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException malformed) {
      throw error(key, "must be a number from 0 to 1, not '" + text + "'");
    }
    throw error(key, "must be a number from 0 to 1, not " + text);
  }

  /** An error about a field of this mapping. */
  InvalidGovernanceException error(String key, String what) {
    return error(where, mapping.entries().getOrDefault(key, mapping), within(key), what);
  }

  private static InvalidGovernanceException error(
      String where, Node node, String path, String what) {
    return new InvalidGovernanceException(
        where + ", line " + node.line() + ": " + (path.isEmpty() ? "" : path + ": ") + what,
        path.isEmpty() ? null : path);
  }

  private List<Node> elements(String key) {
    return switch (node(key)) {
      case Node.Sequence list -> list.elements();
      case Node.Scalar(int line, String text) when text == null -> List.of();
      case Node.Scalar single -> List.of(single);
      case Node.Mapping given -> throw error(where, given, within(key), "must be a list");
    };
  }

  private Node node(String key) {
    return mapping.entries().getOrDefault(key, new Node.Scalar(mapping.line(), null));
  }

  private String within(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Finds the known word that was probably meant. */
  static final class Nearest {

    private Nearest() {}

    static String of(String word, Stream<String> known) {
      return known
          .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
          .orElseThrow();
    }

    private static int distance(String one, String other) {
      int[] row = new int[other.length() + 1];
      Arrays.setAll(row, index -> index);
      for (int i = 1; i <= one.length(); i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= other.length(); j++) {
          int substituted = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
          diagonal = row[j];
          row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
        }
      }
      return row[other.length()];
    }
  }
}
