package io.isotrail.app.terminal;

/**
 * Text that others wrote (names, tags, owners), made safe for a terminal: no escape sequence, no
 * line break and no character that reorders or hides others gets through.
 */
public final class Printable {

  private static final int REPLACEMENT = 0xFFFD;

  private Printable() {}

  /** The text with every unsafe character replaced by U+FFFD. */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(Printable::safe).forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /**
   * The same, at most so many code points long; what was cut is shown by an ellipsis.
   *
   * @param most at least 1
   */
  public static String of(String text, int most) {
    String safe = of(text);
    if (safe.codePointCount(0, safe.length()) <= most) {
      return safe;
    }
    return safe.substring(0, safe.offsetByCodePoints(0, most - 1)) + "…";
  }

  private static int safe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          REPLACEMENT;
      default -> codePoint;
    };
  }
}
