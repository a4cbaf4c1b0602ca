package io.isotrail.schemas.registry;

import io.isotrail.schemas.registry.RegistryRefusedException.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * {@code memory://NAME}: a registry in this process, shared by all who give the same name, gone
 * with the process. Holds at most {@value #MOST_SUBJECTS_AND_VERSIONS} versions.
 */
final class MemoryRegistry implements SchemaRegistry {

  static final String SCHEME = "memory://";

  /** Registering one more is refused. */
  static final int MOST_SUBJECTS_AND_VERSIONS = 10_000;

  private static final Map<String, MemoryRegistry> BY_NAME = new ConcurrentHashMap<>();

  private final String where;
  private final SchemaIndex index = new SchemaIndex();
  private int versions;

  private MemoryRegistry(String where) {
    this.where = where;
  }

  static MemoryRegistry named(String name) {
    return BY_NAME.computeIfAbsent(name, key -> new MemoryRegistry(SCHEME + key));
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    return index
        .find(subject, schema)
        .orElseGet(
            () -> {
              if (versions >= MOST_SUBJECTS_AND_VERSIONS) {
                throw new RegistryRefusedException(
                    Reason.FULL,
                    where + " is full: " + versions + " versions; use a registry over http");
              }
              Registered added = index.next(subject, schema);
              index.add(subject, added);
              versions++;
              return added;
            })
        .id();
  }

  @Override
  public synchronized int lookUp(String subject, Schema schema) {
    return index
        .find(subject, schema)
        .orElseThrow(() -> SchemaIndex.notRegistered(subject, where))
        .id();
  }

  @Override
  public synchronized Registered latest(String subject) {
    return index.latest(subject).orElseThrow(() -> SchemaIndex.notRegistered(subject, where));
  }

  @Override
  public synchronized Schema byId(int id) {
    return index.byId(id).orElseThrow(() -> SchemaIndex.unknownId(id, where));
  }

  @Override
  public void check() {}

  @Override
  public void close() {}
}
