package io.isotrail.streams.topology;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Rejected;
import io.isotrail.avro.Tagged;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.governance.GovernanceFiles;
import java.util.List;
import java.util.Map;

/** Records for tests, in one account and region. */
public final class Records {

  public static final String ACCOUNT = "123456789012";
  public static final String REGION = "eu-central-1";

  private Records() {}

  public static Fact created(String eventId, long at, String name, Isolation isolation) {
    return created(eventId, at, name, isolation, Map.of());
  }

  public static Fact created(
      String eventId, long at, String name, Isolation isolation, Map<String, String> tags) {
    return fact(
            eventId,
            at,
            "CreateModel",
            name,
            Created.newBuilder().setIsolation(isolation).setTags(tags).build())
        .build();
  }

  public static Fact deleted(String eventId, long at, String name) {
    return fact(eventId, at, "DeleteModel", name, Deleted.newBuilder().build()).build();
  }

  public static Fact tagged(String eventId, long at, String name, Map<String, String> tags) {
    return fact(eventId, at, "AddTags", name, Tagged.newBuilder().setTags(tags).build()).build();
  }

  public static Fact rejected(String eventId, long at, String name, Isolation isolation) {
    return fact(
            eventId,
            at,
            "CreateModel",
            name,
            Rejected.newBuilder()
                .setErrorCode("AccessDenied")
                .setRequestVisible(isolation != Isolation.UNKNOWN)
                .setIsolation(isolation)
                .build())
        .build();
  }

  public static Fact.Builder fact(
      String eventId, long at, String operation, String name, Object body) {
    return Fact.newBuilder()
        .setAccount(ACCOUNT)
        .setEventId(eventId)
        .setAt(at)
        .setOperation(operation)
        .setPartition("aws")
        .setRegion(REGION)
        .setResourceAccount(ACCOUNT)
        .setKind("model")
        .setName(name)
        .setActor("arn:aws:sts::" + ACCOUNT + ":assumed-role/deployer/ci")
        .setOrigin(Origin.S3)
        .setContentHash(GovernanceFiles.contentHash(eventId + at + name))
        .setSource("s3://trail/" + eventId)
        .setBody(body);
  }

  public static String key(Fact fact) {
    return FactCodec.subject(fact).key();
  }

  public static Governance policy(Policy policy, long revision, long publishedAt) {
    return governance(
        GovernanceKind.POLICY, "policy", revision, publishedAt, GovernanceFiles.toDocument(policy));
  }

  public static Governance exception(
      String id, String pattern, long from, long until, long revision) {
    return governance(
        GovernanceKind.EXCEPTION,
        id,
        revision,
        from,
        GovernanceFiles.toDocument(
            new ExceptionGrant(
                id,
                pattern,
                "vendor container",
                "RISK-1",
                "ann",
                "bob",
                from,
                from,
                until,
                null,
                List.of())));
  }

  public static Governance exception(ExceptionGrant grant, long revision, long publishedAt) {
    return governance(
        GovernanceKind.EXCEPTION,
        grant.id(),
        revision,
        publishedAt,
        GovernanceFiles.toDocument(grant));
  }

  private static Governance governance(
      GovernanceKind kind, String id, long revision, long publishedAt, String document) {
    return Governance.newBuilder()
        .setKind(kind)
        .setId(id)
        .setRevision(revision)
        .setPublishedAt(publishedAt)
        .setContentHash(GovernanceFiles.contentHash(document))
        .setDocument(document)
        .build();
  }
}
