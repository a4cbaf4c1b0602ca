package io.isotrail.streams.compact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that grow. Whole numbers are zig-zag varints, a null takes one byte. A text begins with a
 * varint whose lowest two bits tell its form, the rest its length in bytes or its place among the
 * {@link Words}.
 */
final class CompactWriter {

  static final int UTF_8 = 0;
  static final int WORD = 1;
  static final int HEXADECIMAL = 2;
  static final int UUID = 3;

  private byte[] bytes;
  private int size;

  CompactWriter(int capacity) {
    this.bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  int capacity() {
    return bytes.length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  void single(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  /** A number that is seldom negative and mostly small. */
  void count(int value) {
    room(5);
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void number(long value) {
    room(10);
    long rest = value << 1 ^ value >> 63;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void optionalNumber(@Nullable Long value) {
    single(value == null ? 0 : 1);
    if (value != null) {
      number(value);
    }
  }

  /** A text of any sort. */
  void text(String text) {
    int place = Words.place(text);
    if (place >= 0) {
      count(place << 2 | WORD);
    } else {
      utf8(text);
    }
  }

  void optionalText(@Nullable String text) {
    single(text == null ? 0 : 1);
    if (text != null) {
      text(text);
    }
  }

  /** A text that is mostly a hash or a UUID. */
  void identifier(String text) {
    if (Hexadecimal.isUuid(text)) {
      count(16 << 2 | UUID);
      room(16);
      size += Hexadecimal.pack(text, bytes, size);
    } else if (Hexadecimal.isPlain(text)) {
      count(((text.length() / 2) << 2) | HEXADECIMAL);
      room(text.length() / 2);
      size += Hexadecimal.pack(text, bytes, size);
    } else {
      text(text);
    }
  }

  void optionalIdentifier(@Nullable String text) {
    single(text == null ? 0 : 1);
    if (text != null) {
      identifier(text);
    }
  }

  void texts(Collection<String> texts) {
    count(texts.size());
    texts.forEach(this::text);
  }

  /** By key, so that equal maps are equal bytes. */
  void textsByKey(Map<String, String> texts) {
    count(texts.size());
    String[] keys = texts.keySet().toArray(new String[0]);
    Arrays.sort(keys);
    for (String key : keys) {
      text(key);
      text(texts.getOrDefault(key, ""));
    }
  }

  /** Bytes as they are, their length before them. */
  void block(byte[] from, int at, int length) {
    count(length);
    copy(from, at, at + length);
  }

  /** Bytes as they are, without their length. */
  void copy(byte[] from, int begin, int end) {
    room(end - begin);
    System.arraycopy(from, begin, bytes, size, end - begin);
    size += end - begin;
  }

  /** What another writer holds, its length before it. */
  void block(CompactWriter other) {
    block(other.bytes, 0, other.size);
  }

  /** Forgets everything and keeps the room. */
  void clear() {
    size = 0;
  }

  private void utf8(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    count(encoded.length << 2 | UTF_8);
    room(encoded.length);
    System.arraycopy(encoded, 0, bytes, size, encoded.length);
    size += encoded.length;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
