package io.isotrail.streams.compliance;

import java.util.Locale;

/**
 * Patterns over ARNs: {@code *} stands for any characters, slashes and colons included, {@code ?}
 * for exactly one; all else stands for itself, in any letter case. Not a regular expression, so
 * that no pattern takes more than (length of pattern x length of text) steps.
 */
final class Glob {

  private Glob() {}

  static boolean matches(String pattern, String text) {
    return matchesFolded(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
  }

  private static boolean matchesFolded(String pattern, String text) {
    int inPattern = 0;
    int inText = 0;
    int star = -1;
    int resume = 0;
    while (inText < text.length()) {
      char wanted = inPattern < pattern.length() ? pattern.charAt(inPattern) : '\0';
      if (inPattern < pattern.length() && wanted == '*') {
        star = inPattern++;
        resume = inText;
      } else if (inPattern < pattern.length() && (wanted == '?' || wanted == text.charAt(inText))) {
        inPattern++;
        inText++;
      } else if (star >= 0) {
        inPattern = star + 1;
        inText = ++resume;
      } else {
        return false;
      }
    }
    while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
      inPattern++;
    }
    return inPattern == pattern.length();
  }
}
