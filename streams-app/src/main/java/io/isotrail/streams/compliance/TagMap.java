package io.isotrail.streams.compliance;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tags as a fact gives them, in the order of their keys. Nobody can change it. Maps with equal keys
 * mostly share the array of them, so that one look tells that a resource is tagged with the keys
 * that it had.
 */
public final class TagMap extends AbstractMap<String, String> {

  /** A power of two. Of two sets of keys that share a place the later one is remembered. */
  private static final int PLACES = 256;

  /** What has more keys seldom comes again; AWS allows 50. */
  private static final int MOST_KEYS = 50;

  private static final AtomicReferenceArray<String @Nullable []> KNOWN =
      new AtomicReferenceArray<>(PLACES);

  /** In code unit order. */
  private final String[] keys;

  private final String[] values;

  private TagMap(String[] keys, String[] values) {
    this.keys = keys;
    this.values = values;
  }

  /** The same tags. */
  public static TagMap of(Map<String, String> tags) {
    return of(tags, UnaryOperator.identity());
  }

  /**
   * The same tags.
   *
   * @param same gives for a text an equal one, which is kept in its place
   */
  public static TagMap of(Map<String, String> tags, UnaryOperator<String> same) {
    String[] keys = tags.keySet().toArray(new String[0]);
    Arrays.sort(keys);
    String[] values = new String[keys.length];
    for (int i = 0; i < keys.length; i++) {
      values[i] = same.apply(tags.getOrDefault(keys[i], ""));
      keys[i] = same.apply(keys[i]);
    }
    return new TagMap(shared(keys), values);
  }

  /** Equal keys, nearly always the very array of before. */
  static String[] shared(String[] keys) {
    if (keys.length > MOST_KEYS) {
      return keys;
    }
    int hash = Arrays.hashCode(keys);
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    String[] known = KNOWN.get(place);
    if (known != null && Arrays.equals(known, keys)) {
      return known;
    }
    KNOWN.set(place, keys);
    return keys;
  }

  /** In code unit order; nobody changes them. */
  String[] keys() {
    return keys;
  }

  /** In the order of the keys; nobody changes them. */
  String[] inOrder() {
    return values;
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public @Nullable String get(@Nullable Object key) {
    int place = key instanceof String text ? Arrays.binarySearch(keys, text) : -1;
    return place < 0 ? null : values[place];
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, String>> iterator() {
        return IntStream.range(0, keys.length)
            .mapToObj(place -> Map.entry(keys[place], values[place]))
            .iterator();
      }

      @Override
      public int size() {
        return keys.length;
      }
    };
  }
}
