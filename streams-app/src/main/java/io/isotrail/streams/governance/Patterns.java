package io.isotrail.streams.governance;

/** Checks the globs that people write. */
final class Patterns {

  private static final int LENGTH_LIMIT = 512;

  private Patterns() {}

  /** A pattern is held against the whole ARN, so that one that cannot match is a mistake. */
  static void require(Fields fields, String key, String pattern) {
    if (pattern.length() > LENGTH_LIMIT) {
      throw fields.error(key, "a pattern has at most " + LENGTH_LIMIT + " characters");
    }
    boolean matchesArn =
        pattern.startsWith("*")
            || pattern.startsWith("?")
            || pattern.regionMatches(true, 0, "arn:", 0, 4);
    if (!matchesArn) {
      throw fields.error(
          key,
          "a pattern is held against the whole ARN: begin it with arn: or *, e.g. '*:model/"
              + pattern
              + "'");
    }
  }
}
