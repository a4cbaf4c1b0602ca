package io.isotrail.schemas.fact;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.avro.Fact;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over the canonical content of a fact: every field by name and with its length, maps by
 * key. Where it came from takes no part, and neither does a field that holds its default, so that a
 * later schema with more fields gives the same hash for the same content.
 */
public final class ContentHash {

  private static final Set<String> LEFT_OUT = Set.of("origin", "source", "contentHash");

  private final MessageDigest digest;

  private ContentHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** 64 lower-case hex digits. */
  public static String of(Fact fact) {
    ContentHash hash = new ContentHash();
    hash.record(fact, LEFT_OUT);
    return HexFormat.of().formatHex(hash.digest.digest());
  }

  private void record(IndexedRecord record, Set<String> without) {
    text(record.getSchema().getName());
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      if (!without.contains(field.name()) && !isDefault(field, value)) {
        text(field.name());
        value(value);
      }
    }
    digest.update((byte) '}');
  }

  private static boolean isDefault(Schema.Field field, @Nullable Object value) {
    if (!field.hasDefaultValue()) {
      return false;
    }
    return switch (value) {
      case null -> true;
      case Map<?, ?> map -> map.isEmpty();
      case List<?> list -> list.isEmpty();
      case Boolean flag -> !flag && field.schema().getType() == Schema.Type.BOOLEAN;
      case CharSequence text -> text.isEmpty();
      default -> false;
    };
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> digest.update((byte) 'n');
      case IndexedRecord record -> record(record, Set.of());
      case Map<?, ?> map -> {
        digest.update((byte) '{');
        TreeMap<String, Object> sorted = new TreeMap<>();
        map.forEach((key, element) -> sorted.put(key.toString(), element));
        sorted.forEach(
            (key, element) -> {
              text(key);
              value(element);
            });
        digest.update((byte) '}');
      }
      case List<?> list -> {
        digest.update((byte) '[');
        list.forEach(this::value);
        digest.update((byte) ']');
      }
      default -> text(value.toString());
    }
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update((bytes.length + ":").getBytes(UTF_8));
    digest.update(bytes);
  }
}
