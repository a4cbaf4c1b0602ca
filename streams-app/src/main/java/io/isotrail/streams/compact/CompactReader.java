package io.isotrail.streams.compact;

import io.isotrail.schemas.serde.UndecodableBytesException;
import io.isotrail.schemas.serde.UndecodableBytesException.Reason;
import io.isotrail.streams.compliance.TagMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link CompactWriter} wrote. Whatever the bytes are, it takes no more memory than
 * some times their number, and fails with {@link UndecodableBytesException} and nothing else.
 */
final class CompactReader {

  private final byte[] bytes;
  private final int end;
  private int at;

  CompactReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  static UndecodableBytesException damaged(String what) {
    return new UndecodableBytesException(Reason.MALFORMED, "a stored timeline is damaged: " + what);
  }

  int position() {
    return at;
  }

  /** Requires that nothing is left. */
  void end() {
    if (at != end) {
      throw damaged("it goes on after its end");
    }
  }

  int single() {
    return bytes[take(1)];
  }

  boolean flag() {
    return switch (single()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw damaged("neither true nor false");
    };
  }

  /** One of so many. */
  int oneOf(int choices) {
    int chosen = single();
    if (chosen < 0 || chosen >= choices) {
      throw damaged("no such choice");
    }
    return chosen;
  }

  int count() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = bytes[take(1)];
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("a number is too long");
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = bytes[take(1)];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
    throw damaged("a number is too long");
  }

  @Nullable Long optionalNumber() {
    return flag() ? Long.valueOf(number()) : null;
  }

  String text() {
    int head = count();
    int length = head >>> 2;
    return switch (head & 3) {
      case CompactWriter.UTF_8 -> new String(bytes, take(length), length, StandardCharsets.UTF_8);
      case CompactWriter.WORD -> word(length);
      case CompactWriter.HEXADECIMAL -> Hexadecimal.plain(bytes, take(length), length);
      default -> uuid(length);
    };
  }

  private static String word(int place) {
    if (place >= Words.count()) {
      throw damaged("no such word; a later release may have written it");
    }
    return Words.at(place);
  }

  private String uuid(int length) {
    if (length != 16) {
      throw damaged("a UUID has 16 bytes");
    }
    return Hexadecimal.uuid(bytes, take(16));
  }

  @Nullable String optionalText() {
    return flag() ? text() : null;
  }

  List<String> texts() {
    int count = elements();
    if (count == 0) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return List.copyOf(texts);
  }

  /** Unmodifiable. */
  Map<String, String> textsByKey() {
    int count = elements();
    if (count == 0) {
      return Map.of();
    }
    Map<String, String> texts = HashMap.newHashMap(count);
    for (int i = 0; i < count; i++) {
      if (texts.put(text(), text()) != null) {
        throw damaged("a key stands twice");
      }
    }
    return TagMap.of(texts);
  }

  /** The number of elements that follow, each of which takes a byte at least. */
  int elements() {
    int count = count();
    if (count < 0 || count > end - at) {
      throw damaged("more elements than bytes");
    }
    return count;
  }

  /** A reader of the block that begins here; this one goes on behind it. */
  CompactReader block() {
    int length = count();
    int from = take(length);
    return new CompactReader(bytes, from, from + length);
  }

  private int take(int length) {
    if (length < 0 || length > end - at) {
      throw damaged("it is cut off");
    }
    int from = at;
    at += length;
    return from;
  }
}
