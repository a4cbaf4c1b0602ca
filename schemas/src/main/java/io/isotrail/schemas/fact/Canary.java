package io.isotrail.schemas.fact;

import io.isotrail.avro.Deleted;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Origin;

/**
 * A synthetic fact that only measures the way: published by {@code ingest}, passed on by the
 * topology, timed by the view. It is about no resource, takes part in no timeline and in no number.
 */
public final class Canary {

  private static final String OPERATION = "Canary";
  private static final String NOBODY = "000000000000";

  private Canary() {}

  /**
   * A canary.
   *
   * @param instance who sends it
   * @param sentAtMillis when, epoch milliseconds
   */
  public static Fact of(String instance, long sentAtMillis) {
    Fact.Builder builder =
        Fact.newBuilder()
            .setAccount(NOBODY)
            .setEventId(Long.toString(sentAtMillis))
            .setAt(Math.floorDiv(sentAtMillis, 1_000L))
            .setOperation(OPERATION)
            .setPartition("aws")
            .setRegion("nowhere")
            .setResourceAccount(NOBODY)
            .setKind("canary")
            .setName(instance)
            .setOrigin(Origin.PIPELINE)
            .setContentHash("")
            .setBody(new Deleted());
    return builder.setContentHash(ContentHash.of(builder.build())).build();
  }

  /** Whether a fact is one. No operation of AWS has this name. */
  public static boolean is(Fact fact) {
    return fact.getOperation().equals(OPERATION) && fact.getKind().equals("canary");
  }

  /** The key of its record. */
  public static String key(Fact canary) {
    return "canary/" + canary.getName();
  }

  /** When it was sent, epoch milliseconds; -1 when it does not say. */
  public static long sentAtMillis(Fact canary) {
    try {
      return Long.parseLong(canary.getEventId());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
