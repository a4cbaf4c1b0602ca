package io.isotrail.app.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes, kept from file to file so that a million records cost no garbage. */
final class Bytes {

  private byte[] bytes = new byte[1 << 20];
  private int length;

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  void append(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  void append(String text) {
    append(text.getBytes(StandardCharsets.UTF_8));
  }

  void append(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  /** Letters of an alphabet whose size is a power of two, chosen by random bits. */
  void appendRandom(byte[] alphabet, int count, Dice dice) {
    reserve(count);
    int width = Integer.numberOfTrailingZeros(alphabet.length);
    int perThrow = 64 / width;
    long bits = 0;
    for (int i = 0; i < count; i++) {
      if (i % perThrow == 0) {
        bits = dice.bits();
      }
      bytes[length++] = alphabet[(int) (bits & (alphabet.length - 1))];
      bits >>>= width;
    }
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
