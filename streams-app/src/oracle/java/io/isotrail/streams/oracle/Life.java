package io.isotrail.streams.oracle;

import io.isotrail.avro.Created;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Seen;
import io.isotrail.avro.Tagged;
import io.isotrail.avro.Untagged;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.schemas.resource.ResourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a resource and what its own facts say of it. Every question about an instant is
 * answered by reading all its facts again up to that instant.
 */
final class Life {

  final ResourceKey key;
  final int number;
  final long from;

  /** Null when the creation was not seen. */
  final @Nullable Fact create;

  /** In their canonical order. */
  final List<Fact> facts = new ArrayList<>();

  /** Null while it is alive. */
  @Nullable Long end;

  /** Whether it was a later create that ended it. */
  boolean inferred;

  Life(ResourceKey key, int number, long from, @Nullable Fact create) {
    this.key = key;
    this.number = number;
    this.from = from;
    this.create = create;
    if (create != null) {
      facts.add(create);
    }
  }

  /** What the isolation of a thing is taken from. */
  private record Definition(Isolation flag, @Nullable ResourceKey elsewhere) {}

  @Nullable Created created() {
    return create == null ? null : (Created) create.getBody();
  }

  boolean createHidden() {
    Created created = created();
    return created != null && created.getHidden();
  }

  boolean createdIsolated() {
    Created created = created();
    return created != null && created.getIsolation() == Isolation.ISOLATED;
  }

  /** The models that the create of an endpoint config named, in lower case. */
  List<String> namedModels() {
    Created created = created();
    return created == null
        ? List.of()
        : created.getModels().stream()
            .map(model -> model.toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
  }

  /** A config that named models has no isolation of its own. */
  boolean isJudged() {
    return key.kind().role() != ResourceKind.Role.DEPLOYMENT
        && (key.kind() != ResourceKind.ENDPOINT_CONFIG || namedModels().isEmpty());
  }

  boolean canServe() {
    return key.kind() == ResourceKind.MODEL || key.kind() == ResourceKind.ENDPOINT_CONFIG;
  }

  boolean isDeletedAt(long at) {
    return end != null && end <= at;
  }

  /** By own facts alone; empty when it is that of another resource, see {@link #definitionAt}. */
  Optional<Isolation> ownIsolationAt(long at) {
    Definition definition = readDefinition(at);
    return definition.elsewhere() == null ? Optional.of(definition.flag()) : Optional.empty();
  }

  /** The job definition that a schedule names. */
  Optional<ResourceKey> definitionAt(long at) {
    return Optional.ofNullable(readDefinition(at).elsewhere());
  }

  private Definition readDefinition(long at) {
    Definition now = new Definition(Isolation.UNKNOWN, null);
    for (Fact fact : facts) {
      if (fact.getAt() > at) {
        break;
      }
      if (fact.getBody() instanceof Created created) {
        now = new Definition(created.getIsolation(), named(created));
      } else if (fact.getBody() instanceof Seen seen
          && now.flag() == Isolation.UNKNOWN
          && now.elsewhere() == null) {
        now = new Definition(seen.getIsolation(), null);
      }
    }
    return now;
  }

  private @Nullable ResourceKey named(Created created) {
    String name = created.getDefinition();
    if (key.kind() != ResourceKind.MONITORING_SCHEDULE || name == null) {
      return null;
    }
    String segment = created.getDefinitionKind();
    // Of an unknown kind: a key that no resource has, so that its isolation stays unknown.
    ResourceKind kind =
        Optional.ofNullable(segment)
            .flatMap(ResourceKind::ofSegment)
            .orElse(ResourceKind.TRANSFORM_JOB);
    return new ResourceKey(key.partition(), key.account(), key.region(), kind, name);
  }

  Map<String, String> tagsAt(long at) {
    Map<String, String> tags = new TreeMap<>();
    for (Fact fact : facts) {
      if (fact.getAt() > at) {
        break;
      }
      if (Lives.sortOf(fact) == Lives.Sort.CREATE && fact.getBody() instanceof Created created) {
        tags.putAll(created.getTags());
      } else if (fact.getBody() instanceof Tagged tagged) {
        tags.putAll(tagged.getTags());
      } else if (fact.getBody() instanceof Untagged untagged) {
        untagged.getKeys().forEach(tags::remove);
      } else if (fact.getBody() instanceof Seen seen && seen.getTags() != null) {
        tags = new TreeMap<>(seen.getTags());
      }
    }
    return tags;
  }

  /** What runs in it: the images and model packages of the latest fact that names any. */
  Containers containersAt(long at) {
    Containers containers = new Containers(List.of(), List.of());
    for (Fact fact : facts) {
      if (fact.getAt() > at) {
        break;
      }
      Containers named =
          switch (fact.getBody()) {
            case Created created -> new Containers(created.getImages(), created.getModelPackages());
            case Seen seen -> new Containers(seen.getImages(), seen.getModelPackages());
            default -> new Containers(List.of(), List.of());
          };
      if (!named.images().isEmpty() || !named.modelPackages().isEmpty()) {
        containers = named;
      }
    }
    return containers;
  }

  record Containers(List<String> images, List<String> modelPackages) {}

  /** The creation time that an observation gave, the first one in canonical order. */
  Optional<Long> observedCreation() {
    return facts.stream()
        .map(Fact::getBody)
        .filter(Seen.class::isInstance)
        .map(body -> Optional.ofNullable(((Seen) body).getCreatedAt()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Since when isolation is missing in fact, should it be missing. */
  long exposedSince() {
    return create != null ? from : observedCreation().orElse(from);
  }

  /** By resource, in the order of their numbers. */
  static final class Index {

    private final Map<ResourceKey, List<Life>> byKey = new HashMap<>();

    void put(ResourceKey key, List<Life> lives) {
      byKey.put(key, lives);
    }

    Set<ResourceKey> keys() {
      return byKey.keySet();
    }

    List<Life> of(ResourceKey key) {
      return byKey.getOrDefault(key, List.of());
    }

    /** The generation that began last by then and had not ended before then. */
    Optional<Life> boundAt(ResourceKey key, long at) {
      return latestAt(key, at).filter(life -> life.end == null || life.end >= at);
    }

    /** The generation that began last by then. */
    Optional<Life> latestAt(ResourceKey key, long at) {
      return of(key).stream().filter(life -> life.from <= at).reduce((one, later) -> later);
    }
  }
}
