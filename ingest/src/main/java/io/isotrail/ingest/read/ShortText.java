package io.isotrail.ingest.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes to look for at a known place. Eight to sixteen are compared as two words that may overlap,
 * which takes a fraction of what {@link Arrays#equals} takes to prepare for long arrays.
 */
final class ShortText {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final boolean twoWords;
  private final long first;
  private final long last;

  ShortText(byte[] bytes) {
    this.bytes = bytes;
    this.twoWords = bytes.length >= Long.BYTES && bytes.length <= 2 * Long.BYTES;
    this.first = twoWords ? (long) WORD.get(bytes, 0) : 0;
    this.last = twoWords ? (long) WORD.get(bytes, bytes.length - Long.BYTES) : 0;
  }

  /** Whether these bytes stand there, before the text's end. */
  boolean isAt(byte[] text, int at, int end) {
    int to = at + bytes.length;
    if (at < 0 || to > end) {
      return false;
    }
    return twoWords
        ? (long) WORD.get(text, at) == first && (long) WORD.get(text, to - Long.BYTES) == last
        : Arrays.equals(text, at, to, bytes, 0, bytes.length);
  }
}
