package io.isotrail.streams.topology;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store that is a sorted map, for thousands of tasks in a row. */
final class MapStore<V> implements KeyValueStore<String, V> {

  final TreeMap<String, V> entries = new TreeMap<>();

  /** What a changelog that ends here restores. */
  static <V> MapStore<V> copy(KeyValueStore<String, V> store) {
    MapStore<V> copy = new MapStore<>();
    copy.entries.putAll(((MapStore<V>) store).entries);
    return copy;
  }

  @Override
  public void put(String key, @Nullable V value) {
    if (value == null) {
      entries.remove(key);
    } else {
      entries.put(key, value);
    }
  }

  @Override
  public @Nullable V putIfAbsent(String key, V value) {
    return entries.putIfAbsent(key, value);
  }

  @Override
  public void putAll(List<KeyValue<String, V>> all) {
    all.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public @Nullable V delete(String key) {
    return entries.remove(key);
  }

  @Override
  public @Nullable V get(String key) {
    return entries.get(key);
  }

  @Override
  public KeyValueIterator<String, V> range(@Nullable String from, @Nullable String to) {
    Map<String, V> part = from == null ? entries : entries.tailMap(from, true);
    return iterator(to == null ? part : new TreeMap<>(part).headMap(to, true));
  }

  @Override
  public <S extends Serializer<P>, P> KeyValueIterator<String, V> prefixScan(
      P prefix, S serializer) {
    String text = prefix.toString();
    TreeMap<String, V> part = new TreeMap<>(entries.tailMap(text, true));
    part.keySet().removeIf(key -> !key.startsWith(text));
    return iterator(part);
  }

  @Override
  public KeyValueIterator<String, V> all() {
    return iterator(entries);
  }

  private static <V> KeyValueIterator<String, V> iterator(Map<String, V> part) {
    Iterator<Map.Entry<String, V>> each = part.entrySet().iterator();
    return new KeyValueIterator<>() {
      @Override
      public void close() {}

      @Override
      public String peekNextKey() {
        throw new UnsupportedOperationException("nobody peeks");
      }

      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public KeyValue<String, V> next() {
        Map.Entry<String, V> entry = each.next();
        return KeyValue.pair(entry.getKey(), entry.getValue());
      }
    };
  }

  @Override
  public long approximateNumEntries() {
    return entries.size();
  }

  @Override
  public String name() {
    return "map";
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {}

  @Override
  public void close() {}

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
