package io.isotrail.ingest.given;

import io.isotrail.avro.Progress;
import io.isotrail.ingest.status.StatusLog;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** A status topic in memory. */
public final class MemoryStatusLog implements StatusLog {

  private final Map<String, Progress> latest = new TreeMap<>();
  private boolean away;
  private boolean unreadable;

  public synchronized void away(boolean isAway) {
    away = isAway;
  }

  /** Whether it can be written and not read. */
  public synchronized void unreadable(boolean isUnreadable) {
    unreadable = isUnreadable;
  }

  @Override
  public synchronized void forget(Set<String> keys) {
    requireThere();
    latest.keySet().removeAll(keys);
  }

  @Override
  public synchronized Map<String, Progress> load() {
    requireThere();
    if (unreadable) {
      throw new IllegalStateException("unreadable");
    }
    return new TreeMap<>(latest);
  }

  @Override
  public synchronized void write(Map<String, Progress> progress) {
    requireThere();
    latest.putAll(progress);
  }

  public synchronized Map<String, Progress> latest() {
    return new TreeMap<>(latest);
  }

  /** The latest body of a key, which must be there. */
  public synchronized Object body(String key) {
    return Objects.requireNonNull(latest.get(key), key).getBody();
  }

  private void requireThere() {
    if (away) {
      throw new IllegalStateException("away");
    }
  }
}
