package io.isotrail.streams.codec;

import io.isotrail.streams.compliance.TagMap;
import java.util.Map;

/**
 * Texts that come again and again, such as the keys and values of tags, each kept as one object. A
 * timeline of a thousand facts is looked through anew for each further one: objects of its own for
 * each fact would have to be fetched from memory each time.
 */
final class Texts {

  /** A power of two. Of two texts that share a place the later one is remembered. */
  private static final int PLACES = 4_096;

  /** Longer ones seldom come again, and would be kept for nothing. */
  private static final int MOST_CHARACTERS = 64;

  // Threads may overwrite what others wrote: each reads an equal text or none.
  private static final String[] KNOWN = new String[PLACES];

  private Texts() {}

  /** An equal text; often the very object of before. */
  static String same(String text) {
    if (text.length() > MOST_CHARACTERS) {
      return text;
    }
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    String known = KNOWN[place];
    if (text.equals(known)) {
      return known;
    }
    KNOWN[place] = text;
    return text;
  }

  /** An equal map that nobody can change. */
  static Map<String, String> same(Map<String, String> texts) {
    return TagMap.of(texts, Texts::same);
  }
}
