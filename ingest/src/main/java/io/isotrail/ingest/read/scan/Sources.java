package io.isotrail.ingest.read.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The wanted event sources as bytes to look for, in two ways: by two letters at a distance, which
 * vectors see at once, and by whole words. Each finds every occurrence, and sometimes what is none:
 * {@link #isWantedAround} tells.
 */
final class Sources {

  /** From the first of the two letters to the second. */
  static final int DISTANCE = 2;

  /** The last of a source's first bytes, quotes included, that may be marked for it. */
  static final int TELLING_BYTES = 15;

  /** Wherever a text of so many bytes begins, one word of each two next to each other is in it. */
  private static final int LEAST_BYTES = 2 * Long.BYTES + Long.BYTES - 1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Letters as logs of CloudTrail have them, the most frequent first. */
  private static final String FREQUENT_FIRST = "eaitnsrocldmpuyvwgbkfhxzjq";

  /** A service has one set, and each of its objects wants it. */
  private static final Map<Set<String>, Sources> KNOWN = new ConcurrentHashMap<>();

  private static final int WORDS = 256;
  private static final int PLACE_SHIFT = Long.SIZE - 8;
  private static final byte[] FIELD = "\"eventSource\"".getBytes(UTF_8);

  private final List<byte[]> quoted;

  /** The two letters of the first source. */
  final byte first;

  final byte second;

  /** Those of the other source; of the same when there is one only. */
  final byte otherFirst;

  final byte otherSecond;

  /** Each word of a source at the place that its product with the multiplier says; else 0. */
  private final long[] words = new long[WORDS];

  /** Whether the word there has a part of the service's name. */
  private final boolean[] isOwn = new boolean[WORDS];

  private final long multiplier;

  /**
   * @throws IllegalArgumentException for none, more than two, or one shorter than 21 characters
   */
  static Sources of(Set<String> eventSources) {
    return KNOWN.computeIfAbsent(eventSources, Sources::new);
  }

  private Sources(Set<String> eventSources) {
    if (eventSources.isEmpty()
        || eventSources.size() > 2
        || eventSources.stream().anyMatch(it -> it.length() + 2 < LEAST_BYTES)) {
      throw new IllegalArgumentException(
          "one or two event sources of at least 21 characters can be looked for: " + eventSources);
    }
    List<String> all = eventSources.stream().sorted().toList();
    this.quoted = all.stream().map(it -> ('"' + it + '"').getBytes(UTF_8)).toList();
    int one = rarest(all.getFirst());
    int other = rarest(all.getLast());
    this.first = (byte) all.getFirst().charAt(one);
    this.second = (byte) all.getFirst().charAt(one + DISTANCE);
    this.otherFirst = (byte) all.getLast().charAt(other);
    this.otherSecond = (byte) all.getLast().charAt(other + DISTANCE);
    this.multiplier = fill();
  }

  /**
   * Where the first of two letters stands that are seldom met together: in the service's name, for
   * what follows is in every record.
   */
  private static int rarest(String source) {
    int best = 0;
    int most = -1;
    int end = Math.clamp(source.indexOf('.'), DISTANCE + 1, TELLING_BYTES - 1);
    for (int i = 0; i + DISTANCE < end; i++) {
      int rare =
          FREQUENT_FIRST.indexOf(source.charAt(i))
              + FREQUENT_FIRST.indexOf(source.charAt(i + DISTANCE));
      if (rare > most) {
        most = rare;
        best = i;
      }
    }
    return best;
  }

  /** Finds a multiplier that gives each word a place of its own. */
  private long fill() {
    SplittableRandom random = new SplittableRandom(1);
    while (true) {
      long candidate = random.nextLong() | 1;
      Arrays.fill(words, 0);
      if (fits(candidate)) {
        return candidate;
      }
    }
  }

  private boolean fits(long candidate) {
    for (byte[] source : quoted) {
      int name = new String(source, UTF_8).indexOf('.');
      for (int at = 0; at <= TELLING_BYTES; at++) {
        long word = (long) LONG.get(source, at);
        int place = (int) ((word * candidate) >>> PLACE_SHIFT);
        if (words[place] != 0 && words[place] != word) {
          return false;
        }
        words[place] = word;
        isOwn[place] = at < name;
      }
    }
    return true;
  }

  /** Marks where both letters stand in one block, the second one only where it begins the text. */
  long marks(byte[] text, int from) {
    long marks = 0;
    for (int i = 0; i < Classifier.BLOCK; i++) {
      byte character = text[from + i];
      if ((character == second || character == otherSecond)
          && (from + i < DISTANCE || isFirst(text[from + i - DISTANCE]))) {
        marks |= 1L << i;
      }
    }
    return marks;
  }

  private boolean isFirst(byte character) {
    return character == first || character == otherFirst;
  }

  /**
   * Whether this word of the text may be part of a wanted source, whose quote stands at most {@link
   * #TELLING_BYTES} bytes before it. Asked of every second word this finds each: what of a source
   * is in every service's counts only behind a word that is the source's own.
   */
  boolean isPart(byte[] text, int at) {
    long word = (long) LONG.get(text, at);
    int place = (int) ((word * multiplier) >>> PLACE_SHIFT);
    return words[place] == word && (isOwn[place] || isAfterOwn(text, at));
  }

  private boolean isAfterOwn(byte[] text, int at) {
    if (at < Long.BYTES) {
      return false;
    }
    long before = (long) LONG.get(text, at - Long.BYTES);
    int place = (int) ((before * multiplier) >>> PLACE_SHIFT);
    return words[place] == before && isOwn[place];
  }

  /**
   * Whether a wanted source in its quotes stands around a mark, and nothing but a name that may be
   * eventSource before it.
   *
   * @param from nothing before this belongs to the record or the array
   */
  boolean isWantedAround(byte[] text, int mark, int from, int to) {
    for (byte[] source : quoted) {
      int last = Math.min(mark, to - source.length);
      for (int at = Math.max(from, mark - TELLING_BYTES); at <= last; at++) {
        if (text[at] == '"' && isAt(text, at, source) && isValue(text, at, from)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isValue(byte[] text, int quote, int from) {
    int at = beforeSpace(text, quote - 1, from);
    if (at < from || text[at] != ':') {
      return false;
    }
    int name = beforeSpace(text, at - 1, from) + 1 - FIELD.length;
    return name >= from && isAt(text, name, FIELD);
  }

  private static int beforeSpace(byte[] text, int last, int from) {
    int at = last;
    while (at >= from && RecordScanner.isSpace(text[at])) {
      at--;
    }
    return at;
  }

  private static boolean isAt(byte[] text, int from, byte[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (text[from + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
