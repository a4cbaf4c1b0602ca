package io.isotrail.streams.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deployed;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Seen;
import io.isotrail.schemas.resource.ResourceKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes facts and governance as ingest and the publisher make them. */
final class Facts {

  /** Where resources live. */
  record Place(String partition, String account, String region) {}

  private Facts() {}

  /** A fact as it comes from an object in S3. */
  static Fact of(
      Place place,
      ResourceKind kind,
      String name,
      long at,
      String eventId,
      String operation,
      Object body) {
    return hashed(
        Fact.newBuilder()
            .setAccount(place.account())
            .setEventId(eventId)
            .setAmends(null)
            .setAt(at)
            .setOperation(operation)
            .setPartition(place.partition())
            .setRegion(place.region())
            .setResourceAccount(place.account())
            .setKind(kind.segment())
            .setName(name)
            .setActor("arn:aws:iam::" + place.account() + ":role/maker")
            .setOrigin(Origin.S3)
            .setContentHash("")
            .setSource("s3://trail/" + eventId + ".json.gz")
            .setBody(body));
  }

  /** The same content has the same hash, wherever it comes from. */
  static Fact hashed(Fact.Builder builder) {
    Fact content =
        Fact.newBuilder(builder).setOrigin(Origin.S3).setSource("").setContentHash("").build();
    return builder.setContentHash(sha256(content.toString())).build();
  }

  static Created created(Isolation isolation, Map<String, String> tags) {
    return Created.newBuilder()
        .setIsolation(isolation)
        .setHidden(isolation == Isolation.UNKNOWN)
        .setVpc(null)
        .setInterContainerEncryption(null)
        .setTags(new TreeMap<>(tags))
        .setDefinition(null)
        .setDefinitionKind(null)
        .build();
  }

  /** The create of an endpoint config, or of a transform job, that names models. */
  static Created naming(List<String> models) {
    return Created.newBuilder(created(Isolation.UNKNOWN, Map.of()))
        .setHidden(false)
        .setModels(models)
        .build();
  }

  /** The create or the redefinition of a schedule that names a job definition. */
  static Created byDefinition(ResourceKind kind, String definition) {
    return Created.newBuilder(created(Isolation.UNKNOWN, Map.of()))
        .setHidden(false)
        .setDefinition(definition)
        .setDefinitionKind(kind.segment())
        .build();
  }

  static Deployed deployed(String config) {
    return Deployed.newBuilder().setEndpointConfig(config).setEndpoint(null).build();
  }

  static Deployed component(@Nullable String endpoint, List<String> models) {
    return Deployed.newBuilder()
        .setEndpointConfig(null)
        .setEndpoint(endpoint)
        .setModels(models)
        .build();
  }

  static Seen seen(
      Isolation isolation, @Nullable Long createdAt, @Nullable Map<String, String> tags) {
    return Seen.newBuilder()
        .setIsolation(isolation)
        .setCreatedAt(createdAt)
        .setVpc(null)
        .setInterContainerEncryption(null)
        .setTags(tags == null ? null : new TreeMap<>(tags))
        .build();
  }

  static Governance governance(
      GovernanceKind kind, String id, long revision, long publishedAt, String document) {
    return Governance.newBuilder()
        .setKind(kind)
        .setId(id)
        .setRevision(revision)
        .setContentHash(sha256(document))
        .setPublishedAt(publishedAt)
        .setDocument(document)
        .setOrigin("api")
        .build();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
