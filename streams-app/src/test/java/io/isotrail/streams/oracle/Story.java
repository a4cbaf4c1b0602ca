package io.isotrail.streams.oracle;

import io.isotrail.avro.Deleted;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Tagged;
import io.isotrail.avro.Undeployed;
import io.isotrail.avro.Untagged;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.schemas.resource.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A history told by hand, in one place; events are named in the order in which they are told. */
public final class Story {

  static final Facts.Place PLACE = new Facts.Place("aws", "111111111111", "eu-central-1");

  private final List<Fact> facts = new ArrayList<>();
  private final List<Governance> governance = new ArrayList<>();
  private final Map<String, Long> revisions = new HashMap<>();

  static ResourceKey key(ResourceKind kind, String name) {
    return new ResourceKey(PLACE.partition(), PLACE.account(), PLACE.region(), kind, name);
  }

  /** A model with tags given as keys and values in turn. */
  public Story model(long at, String name, Isolation isolation, String... tags) {
    return tell(ResourceKind.MODEL, name, at, "CreateModel", Facts.created(isolation, map(tags)));
  }

  public Story deleteModel(long at, String name) {
    return tell(ResourceKind.MODEL, name, at, "DeleteModel", new Deleted());
  }

  public Story config(long at, String name, String... models) {
    return tell(
        ResourceKind.ENDPOINT_CONFIG,
        name,
        at,
        "CreateEndpointConfig",
        Facts.naming(List.of(models)));
  }

  public Story endpoint(long at, String name, String config) {
    return tell(ResourceKind.ENDPOINT, name, at, "CreateEndpoint", Facts.deployed(config));
  }

  public Story updateEndpoint(long at, String name, String config) {
    return tell(ResourceKind.ENDPOINT, name, at, "UpdateEndpoint", Facts.deployed(config));
  }

  public Story deleteEndpoint(long at, String name) {
    return tell(ResourceKind.ENDPOINT, name, at, "DeleteEndpoint", new Undeployed());
  }

  /** An inference component on an endpoint. */
  public Story component(long at, String name, String endpoint, String... models) {
    return tell(
        ResourceKind.INFERENCE_COMPONENT,
        name,
        at,
        "CreateInferenceComponent",
        Facts.component(endpoint, List.of(models)));
  }

  /** An update that names no model changes the number of copies, say. */
  public Story updateComponent(long at, String name, String... models) {
    return tell(
        ResourceKind.INFERENCE_COMPONENT,
        name,
        at,
        "UpdateInferenceComponent",
        Facts.component(null, List.of(models)));
  }

  public Story deleteComponent(long at, String name) {
    return tell(
        ResourceKind.INFERENCE_COMPONENT, name, at, "DeleteInferenceComponent", new Undeployed());
  }

  /** A create, or an update of a schedule, of any kind. */
  public Story create(
      ResourceKind kind, long at, String name, String operation, Isolation isolation) {
    return tell(kind, name, at, operation, Facts.created(isolation, Map.of()));
  }

  /** A schedule, or its update, that follows a definition. */
  public Story schedule(long at, String name, String operation, ResourceKind kind, String named) {
    return tell(
        ResourceKind.MONITORING_SCHEDULE, name, at, operation, Facts.byDefinition(kind, named));
  }

  public Story tag(ResourceKind kind, long at, String name, String... tags) {
    return tell(kind, name, at, "AddTags", new Tagged(map(tags)));
  }

  public Story untag(ResourceKind kind, long at, String name, String... keys) {
    return tell(kind, name, at, "DeleteTags", new Untagged(List.of(keys)));
  }

  public Story tell(ResourceKind kind, String name, long at, String operation, Object body) {
    return tell(
        Facts.of(PLACE, kind, name, at, "e%03d".formatted(facts.size() + 1), operation, body));
  }

  Story tell(Fact fact) {
    facts.add(fact);
    return this;
  }

  /** The fact told last. */
  public Fact last() {
    return facts.getLast();
  }

  /** The next revision of the policy. */
  public Story policy(long publishedAt, String document) {
    return publish(GovernanceKind.POLICY, "policy", publishedAt, document);
  }

  /** The next revision of an exception; further fields as JSON after a comma. */
  Story exception(
      long publishedAt, String id, String resource, long approvedAt, long validUntil, String more) {
    return publish(
        GovernanceKind.EXCEPTION,
        id,
        publishedAt,
        """
        {"id": "%s", "resource": "%s", "reason": "r", "ticket": "T-1", "requestedBy": "ana",
         "approver": "bo", "approvedAt": "%s", "validFrom": "%s", "validUntil": "%s"%s}
        """
            .formatted(
                id,
                resource,
                Instant.ofEpochSecond(approvedAt),
                Instant.ofEpochSecond(approvedAt),
                Instant.ofEpochSecond(validUntil),
                more));
  }

  private Story publish(GovernanceKind kind, String id, long publishedAt, String document) {
    long revision = revisions.merge(kind + id, 1L, Long::sum);
    governance.add(Facts.governance(kind, id, revision, publishedAt, document));
    return this;
  }

  /** What was told, in the order of telling. */
  public List<Fact> facts() {
    return List.copyOf(facts);
  }

  /** What was ruled. */
  public List<Governance> governance() {
    return List.copyOf(governance);
  }

  Oracle judge() {
    return Oracle.of(facts, governance);
  }

  private static Map<String, String> map(String... keysAndValues) {
    Map<String, String> map = new TreeMap<>();
    for (int index = 0; index < keysAndValues.length; index += 2) {
      map.put(keysAndValues[index], keysAndValues[index + 1]);
    }
    return map;
  }
}
