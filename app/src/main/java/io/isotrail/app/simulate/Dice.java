package io.isotrail.app.simulate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance, repeatable: the same seed and purpose give the same throws, whatever else is thrown and
 * in whichever thread.
 */
final class Dice {

  private static final String HEX = "0123456789abcdef";
  private static final String KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String ALPHANUMERIC =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final SplittableRandom random;

  private Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  static Dice of(long seed, String purpose) {
    long hash = 0xcbf29ce484222325L ^ seed;
    for (byte letter : purpose.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ letter) * 0x100000001b3L;
    }
    return new Dice(hash);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** From {@code least}, inclusive, to {@code most}, inclusive. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  long bits() {
    return random.nextLong();
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Log-normal, so that a few take far longer than the median. */
  long around(double median, double spread) {
    return Math.max(1, Math.round(median * Math.exp(spread * random.nextGaussian())));
  }

  String uuid() {
    StringBuilder text = new StringBuilder(36);
    append(text, HEX, 8).append('-');
    append(text, HEX, 4).append("-4");
    append(text, HEX, 3).append('-').append("89ab".charAt(random.nextInt(4)));
    append(text, HEX, 3).append('-');
    return append(text, HEX, 12).toString();
  }

  String hex(int length) {
    return append(new StringBuilder(length), HEX, length).toString();
  }

  /** The variable end of an AWS key id. */
  String key(int length) {
    return append(new StringBuilder(length), KEY, length).toString();
  }

  String alphanumeric(int length) {
    return append(new StringBuilder(length), ALPHANUMERIC, length).toString();
  }

  String digits(int length) {
    return append(new StringBuilder(length), "0123456789", length).toString();
  }

  private StringBuilder append(StringBuilder text, String alphabet, int length) {
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text;
  }
}
