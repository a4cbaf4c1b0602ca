package io.isotrail.streams.compact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lower-case hexadecimal texts and UUIDs as half their length in bytes. */
final class Hexadecimal {

  private static final int UUID_CHARACTERS = 36;
  private static final int UUID_BYTES = 16;

  private static final byte[] VALUES = values();
  private static final byte[] HIGH = digits(4);
  private static final byte[] LOW = digits(0);

  private Hexadecimal() {}

  /** Whether it is a UUID with lower-case digits. */
  static boolean isUuid(String text) {
    if (text.length() != UUID_CHARACTERS) {
      return false;
    }
    for (int i = 0; i < UUID_CHARACTERS; i++) {
      char character = text.charAt(i);
      if (isDash(i) ? character != '-' : !isDigit(character)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is an even number of lower-case digits, two at least. */
  static boolean isPlain(String text) {
    if (text.isEmpty() || text.length() % 2 != 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Writes two digits a byte, dashes left out; answers how many bytes. */
  static int pack(String text, byte[] bytes, int at) {
    int written = 0;
    for (int i = 0; i < text.length(); i += 2) {
      if (text.charAt(i) == '-') {
        i++;
      }
      bytes[at + written++] = (byte) (VALUES[text.charAt(i)] << 4 | VALUES[text.charAt(i + 1)]);
    }
    return written;
  }

  static String plain(byte[] bytes, int at, int count) {
    byte[] text = new byte[2 * count];
    for (int i = 0; i < count; i++) {
      digits(bytes[at + i], text, 2 * i);
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  static String uuid(byte[] bytes, int at) {
    byte[] text = new byte[UUID_CHARACTERS];
    int place = 0;
    for (int i = 0; i < UUID_BYTES; i++) {
      if (isDash(place)) {
        text[place++] = '-';
      }
      digits(bytes[at + i], text, place);
      place += 2;
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void digits(byte value, byte[] text, int at) {
    text[at] = HIGH[value & 0xff];
    text[at + 1] = LOW[value & 0xff];
  }

  private static boolean isDash(int place) {
    return place == 8 || place == 13 || place == 18 || place == 23;
  }

  private static boolean isDigit(char character) {
    return character < VALUES.length && VALUES[character] >= 0;
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int value = 0; value < 16; value++) {
      values[Character.forDigit(value, 16)] = (byte) value;
    }
    return values;
  }

  /** The digit that these four bits of each byte are. */
  private static byte[] digits(int shift) {
    byte[] digits = new byte[256];
    for (int value = 0; value < digits.length; value++) {
      digits[value] = (byte) Character.forDigit(value >> shift & 15, 16);
    }
    return digits;
  }
}
