package io.isotrail.streams.compliance;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a resource at one instant. Immutable, and arrays: a long history has thousands of
 * them, each made from the one before and looked through for every key of the policy.
 */
final class Tags {

  static final Tags NONE = new Tags(new String[0], new String[0]);

  /** In code unit order. */
  private final String[] keys;

  private final String[] values;

  private Tags(String[] keys, String[] values) {
    this.keys = keys;
    this.values = values;
  }

  static Tags of(Map<String, String> tags) {
    return NONE.with(tags);
  }

  /** With more tags, or others of the same keys; these themselves when nothing changes. */
  Tags with(Map<String, String> added) {
    if (added instanceof TagMap tags && (keys.length == 0 || hasKeys(tags.keys()))) {
      return Arrays.equals(values, tags.inOrder()) ? this : new Tags(tags.keys(), tags.inOrder());
    }
    String[] newValues = values.clone();
    boolean changed = false;
    int known = 0;
    for (int i = 0; i < keys.length; i++) {
      String value = added.get(keys[i]);
      if (value != null) {
        known++;
        changed |= !value.equals(values[i]);
        newValues[i] = value;
      }
    }
    if (known < added.size()) {
      return withNew(added);
    }
    // What is tagged again nearly always has the keys that it had.
    return changed ? new Tags(keys, newValues) : this;
  }

  private Tags withNew(Map<String, String> added) {
    TreeMap<String, String> all = new TreeMap<>(asMap());
    all.putAll(added);
    return new Tags(
        TagMap.shared(all.keySet().toArray(new String[0])), all.values().toArray(new String[0]));
  }

  /** Without those of some keys; these themselves when there are none. */
  Tags without(Collection<String> removed) {
    String[] newKeys = new String[keys.length];
    String[] newValues = new String[keys.length];
    int count = 0;
    for (int i = 0; i < keys.length; i++) {
      if (!removed.contains(keys[i])) {
        newKeys[count] = keys[i];
        newValues[count++] = values[i];
      }
    }
    return count == keys.length ? this : new Tags(cut(newKeys, count), cut(newValues, count));
  }

  private static String[] cut(String[] texts, int count) {
    return texts.length == count ? texts : Arrays.copyOf(texts, count);
  }

  /** Whether its keys are these very ones, as objects. */
  @SuppressWarnings({"ReferenceEquality", "ArrayEquals"}) // Shared, not equal.
  boolean hasKeys(String[] others) {
    return keys == others;
  }

  /** Nobody changes them. */
  String[] keys() {
    return keys;
  }

  /**
   * Where the keys stand of which the first with a value counts: in the order of these, in any
   * letter case, and of several that differ in case only in code unit order.
   */
  int[] places(List<String> wanted) {
    int[] places = new int[wanted.size() * keys.length];
    int count = 0;
    for (String key : wanted) {
      for (int i = 0; i < keys.length; i++) {
        if (keys[i].equalsIgnoreCase(key)) {
          places[count++] = i;
        }
      }
    }
    return Arrays.copyOf(places, count);
  }

  /**
   * The value that counts, without the blanks around it.
   *
   * @param places by {@link #places} of tags with these keys; a blank value says nothing
   */
  @Nullable String first(int[] places) {
    for (int place : places) {
      String value = values[place];
      if (isBare(value)) {
        return value;
      }
      if (!value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }

  /** Whether it is seen at once that there are no blanks around it, as nearly always. */
  private static boolean isBare(String value) {
    return !value.isEmpty()
        && isPrinted(value.charAt(0))
        && isPrinted(value.charAt(value.length() - 1));
  }

  private static boolean isPrinted(char character) {
    return character > ' ' && character < 0x7f;
  }

  /** The same as a map that nobody can change. */
  SortedMap<String, String> asMap() {
    TreeMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < keys.length; i++) {
      map.put(keys[i], values[i]);
    }
    return Collections.unmodifiableSortedMap(map);
  }
}
