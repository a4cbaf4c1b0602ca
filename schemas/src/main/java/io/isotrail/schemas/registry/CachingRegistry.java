package io.isotrail.schemas.registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Remembers what a registry answered, in both directions: an id never changes its meaning, and a
 * schema keeps its id. {@link #latest} and refusals are not remembered. At most {@code most}
 * answers of each kind are kept; when that is reached all are forgotten and asked for again, which
 * costs requests and nothing else.
 */
final class CachingRegistry implements SchemaRegistry {

  private record Asked(String subject, Schema schema) {}

  private final SchemaRegistry registry;
  private final int most;
  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
  private final Map<Asked, Integer> registered = new ConcurrentHashMap<>();
  private final Map<Asked, Integer> lookedUp = new ConcurrentHashMap<>();

  CachingRegistry(SchemaRegistry registry, int most) {
    this.registry = registry;
    this.most = most;
  }

  @Override
  public int register(String subject, Schema schema) {
    Asked asked = new Asked(subject, schema);
    Integer known = registered.get(asked);
    return known != null ? known : remember(registered, asked, registry.register(subject, schema));
  }

  @Override
  public int lookUp(String subject, Schema schema) {
    Asked asked = new Asked(subject, schema);
    Integer known = lookedUp.get(asked);
    return known != null ? known : remember(lookedUp, asked, registry.lookUp(subject, schema));
  }

  @Override
  public Registered latest(String subject) {
    return registry.latest(subject);
  }

  @Override
  public Schema byId(int id) {
    Schema known = byId.get(id);
    return known != null ? known : remember(byId, id, registry.byId(id));
  }

  @Override
  public void check() {
    registry.check();
  }

  @Override
  public void close() {
    registry.close();
  }

  private <K, V> V remember(Map<K, V> answers, K asked, V answer) {
    if (answers.size() >= most) {
      answers.clear();
    }
    answers.put(asked, answer);
    return answer;
  }
}
