package io.isotrail.streams.codec;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Deployed;
import io.isotrail.avro.Rejected;
import io.isotrail.avro.Seen;
import io.isotrail.avro.Tagged;
import io.isotrail.avro.Undeployed;
import io.isotrail.avro.Untagged;
import io.isotrail.schemas.resource.GovernedOperation;
import io.isotrail.schemas.resource.ResourceKind;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Subject;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Facts as {@code isotrail.facts.v1} and the store of timelines carry them. */
public final class FactCodec {

  /** 9999-12-31T23:59:59Z: beyond it no instant can be written in ISO-8601. */
  private static final long LATEST = 253_402_300_799L;

  private FactCodec() {}

  /** The resource that a fact is about. */
  public static Subject subject(io.isotrail.avro.Fact fact) {
    return new Subject(
        fact.getPartition(),
        fact.getResourceAccount(),
        fact.getRegion(),
        fact.getKind(),
        fact.getName().toLowerCase(Locale.ROOT));
  }

  /**
   * Why a record that decodes cannot be a fact.
   *
   * @param key the key of the record
   * @return what is wrong; empty when it is usable
   */
  public static Optional<String> objection(@Nullable String key, io.isotrail.avro.Fact fact) {
    boolean rejected = fact.getBody() instanceof Rejected;
    if (ResourceKind.ofSegment(fact.getKind()).isEmpty()) {
      return Optional.of("unknown kind of resource");
    }
    if (fact.getEventId().isEmpty() || fact.getAccount().isEmpty()) {
      return Optional.of("an event needs an account and an eventID");
    }
    if (fact.getName().isEmpty() && !rejected) {
      return Optional.of("the name of the resource is empty");
    }
    for (String segment :
        List.of(fact.getPartition(), fact.getResourceAccount(), fact.getRegion())) {
      if (segment.isEmpty() || segment.indexOf('/') >= 0) {
        return Optional.of("partition, account and region are needed, without a slash");
      }
    }
    if (fact.getName().indexOf('/') >= 0) {
      return Optional.of("the name of the resource has a slash");
    }
    if (fact.getAt() < 0 || fact.getAt() > LATEST) {
      return Optional.of("the event time lies outside 1970 to 9999");
    }
    if (!subject(fact).key().equals(key)) {
      return Optional.of("the key of the record is not the resource key of the fact");
    }
    return Optional.empty();
  }

  /** Whether it is a rejection, which no timeline holds. */
  public static boolean isRejection(io.isotrail.avro.Fact fact) {
    return fact.getBody() instanceof Rejected;
  }

  /** About how many characters a fact takes; its limits are elsewhere. */
  public static long characters(Fact fact) {
    long own = 300L + fact.actor().length() + fact.name().length();
    own += characters(fact.sources());
    return own
        + switch (fact.what()) {
          case Fact.Created created -> characters(created);
          case Fact.Redefined redefined -> characters(redefined.definition());
          case Fact.Tagged tagged -> characters(tagged.tags());
          case Fact.Untagged untagged -> characters(untagged.keys());
          case Fact.Deployed deployed -> characters(deployed.models());
          case Fact.Seen seen ->
              (seen.tags() == null ? 0 : characters(seen.tags()))
                  + characters(seen.images())
                  + characters(seen.modelPackages());
          case Fact.Deleted ignored -> 0;
          case Fact.Undeployed ignored -> 0;
        };
  }

  private static long characters(Fact.Created created) {
    return characters(created.tags())
        + characters(created.images())
        + characters(created.modelPackages())
        + characters(created.models());
  }

  private static long characters(Map<String, String> texts) {
    return characters(texts.keySet()) + characters(texts.values());
  }

  private static long characters(Collection<String> texts) {
    long characters = 0;
    for (String text : texts) {
      characters += text.length() + 8L;
    }
    return characters;
  }

  /** A fact off the topic. */
  public static Fact fact(io.isotrail.avro.Fact fact) {
    TreeSet<String> sources = new TreeSet<>();
    if (!fact.getSource().isEmpty()) {
      sources.add(fact.getSource());
    }
    return fact(fact, Collections.unmodifiableSortedSet(sources));
  }

  private static Fact fact(io.isotrail.avro.Fact fact, SortedSet<String> sources) {
    return new Fact(
        fact.getAccount(),
        fact.getEventId(),
        fact.getAmends(),
        fact.getAt(),
        fact.getOperation(),
        fact.getName(),
        fact.getActor(),
        Fact.Origin.valueOf(fact.getOrigin().name()),
        fact.getContentHash(),
        sources,
        what(fact.getOperation(), fact.getBody()));
  }

  private static Fact.What what(String operation, Object body) {
    return switch (body) {
      case Created created ->
          redefines(operation) ? new Fact.Redefined(created(created)) : created(created);
      case Tagged tagged -> new Fact.Tagged(Texts.same(tagged.getTags()));
      case Untagged untagged -> new Fact.Untagged(List.copyOf(untagged.getKeys()));
      case Deleted ignored -> new Fact.Deleted();
      case Deployed deployed ->
          new Fact.Deployed(
              deployed.getEndpointConfig(),
              deployed.getEndpoint(),
              List.copyOf(deployed.getModels()));
      case Undeployed ignored -> new Fact.Undeployed();
      case Seen seen ->
          new Fact.Seen(
              Enums.isolation(seen.getIsolation()),
              seen.getCreatedAt(),
              seen.getVpc(),
              seen.getInterContainerEncryption(),
              copy(seen.getTags()),
              List.copyOf(seen.getImages()),
              List.copyOf(seen.getModelPackages()));
      default ->
          throw new IllegalArgumentException("no timeline holds a " + body.getClass().getName());
    };
  }

  /** The one mutable kind: its update describes it as a create does. */
  private static boolean redefines(String operation) {
    return GovernedOperation.named(operation)
        .filter(known -> known.effect() == GovernedOperation.Effect.REDEFINE)
        .isPresent();
  }

  private static Fact.Created created(Created created) {
    return new Fact.Created(
        Enums.isolation(created.getIsolation()),
        created.getHidden(),
        created.getVpc(),
        created.getInterContainerEncryption(),
        Texts.same(created.getTags()),
        List.copyOf(created.getImages()),
        List.copyOf(created.getModelPackages()),
        List.copyOf(created.getModels()),
        created.getDefinition(),
        created.getDefinitionKind());
  }

  private static @Nullable Map<String, String> copy(@Nullable Map<String, String> tags) {
    return tags == null ? null : Texts.same(tags);
  }
}
