package io.isotrail.streams.rejections;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Rejected;
import io.isotrail.schemas.fact.ContentHash;
import io.isotrail.schemas.resource.GovernedOperation;
import io.isotrail.schemas.resource.ResourceKey;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A deployment that a pipeline stopped.
 *
 * @param id the client's own id of it, unique within account and region: told twice, it is one
 * @param at epoch seconds
 * @param resource what would have been deployed
 * @param name the resource's name in the case in which it was given; may be empty
 * @param operation the call that the pipeline kept from happening
 * @param rule id of the rule that stopped it; null when none was named
 * @param actor who started the pipeline; empty when unknown
 * @param pipeline never empty
 */
public record Report(
    String id,
    long at,
    ResourceKey resource,
    String name,
    GovernedOperation operation,
    @Nullable String rule,
    String actor,
    String pipeline) {

  /**
   * The id as one half of the event's identity, of which the account is the other. The region is
   * part of it since rejections are kept by it, and the prefix keeps a client's id from ever being
   * the id of an event of CloudTrail.
   */
  public String eventId() {
    return "pipeline:" + resource.region() + ":" + id;
  }

  /** As it goes to Kafka. The same report gives the same fact. */
  public Fact fact() {
    Fact.Builder fact =
        Fact.newBuilder()
            .setAccount(resource.account())
            .setEventId(eventId())
            .setAt(at)
            .setOperation(operation.eventName())
            .setPartition(resource.partition())
            .setRegion(resource.region())
            .setResourceAccount(resource.account())
            .setKind(resource.kind().segment())
            .setName(name)
            .setActor(actor)
            .setOrigin(Origin.PIPELINE)
            .setContentHash("")
            .setSource("pipeline:" + pipeline.toLowerCase(Locale.ROOT))
            .setBody(
                Rejected.newBuilder()
                    .setErrorCode("")
                    .setRequestVisible(false)
                    .setIsolation(Isolation.UNKNOWN)
                    .setPipeline(pipeline)
                    .setRule(rule)
                    .build());
    fact.setContentHash(ContentHash.of(fact.build()));
    return fact.build();
  }
}
