package io.isotrail.streams.codec;

import io.isotrail.avro.Attribution;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Rejected;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.RejectionSource;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.streams.kpi.Dimensions;
import io.isotrail.streams.kpi.RejectedCall;
import io.isotrail.streams.kpi.RejectionVerdict;
import java.util.Comparator;
import java.util.Map;

/** Rejections as {@code isotrail.rejections.v1} carries them. */
public final class RejectionCodec {

  private static final long DAY = 86_400;

  /**
   * Of several copies of one event the last one counts: an addendum beats what it amends, the
   * latest addendum the others; then S3; then the hash.
   */
  public static final Comparator<Fact> WINNER_LAST =
      Comparator.comparing((Fact fact) -> fact.getAmends() != null)
          .thenComparingLong(fact -> fact.getAmends() == null ? 0 : fact.getAt())
          .thenComparing(fact -> fact.getAmends() == null ? "" : fact.getEventId())
          .thenComparing(fact -> fact.getOrigin() == Origin.S3)
          .thenComparing(Fact::getContentHash, Comparator.reverseOrder())
          .thenComparing(Fact::getOrigin, Comparator.reverseOrder());

  private RejectionCodec() {}

  /** Where a rejection stands: UTC day, account, and the event that it is or that it replaces. */
  public static String key(Fact fact) {
    return Keys.of(day(fact), fact.getAccount(), event(fact));
  }

  /** The eventID that a rejection stands for: its own, or the one that it amends. */
  public static String event(Fact fact) {
    return fact.getAmends() == null ? fact.getEventId() : fact.getAmends();
  }

  /** UTC day of a fact, days since 1970-01-01. */
  public static int day(Fact fact) {
    return Math.toIntExact(Math.floorDiv(fact.getAt(), DAY));
  }

  /** The call as it is judged. */
  public static RejectedCall call(Fact fact) {
    Rejected rejected = (Rejected) fact.getBody();
    return new RejectedCall(
        fact.getAccount(),
        fact.getEventId(),
        fact.getAt(),
        fact.getOperation(),
        FactCodec.subject(fact),
        fact.getActor(),
        rejected.getDeniedAction(),
        rejected.getDenyingPolicy(),
        rejected.getRequestVisible(),
        Enums.isolation(rejected.getIsolation()),
        rejected.getIsolationRequired(),
        Map.copyOf(rejected.getTags()),
        rejected.getPipeline(),
        rejected.getRule());
  }

  /**
   * A judged rejection.
   *
   * @param distinct whether it is the first of its (resource, actor, UTC day)
   */
  public static Rejection rejection(Fact fact, RejectionVerdict verdict, boolean distinct) {
    Rejected rejected = (Rejected) fact.getBody();
    return Rejection.newBuilder()
        .setAccount(fact.getAccount())
        .setEventId(fact.getEventId())
        .setAt(fact.getAt())
        .setOperation(fact.getOperation())
        .setResource(verdict.resource())
        .setRegion(fact.getRegion())
        .setKind(fact.getKind())
        .setName(fact.getName())
        .setActor(fact.getActor())
        .setErrorCode(rejected.getErrorCode())
        .setAttribution(Attribution.valueOf(verdict.attribution().name()))
        .setReportedBy(RejectionSource.valueOf(verdict.source().name()))
        .setEnvironment(verdict.dimensions().environment())
        .setSensitivity(verdict.dimensions().sensitivity())
        .setOwner(verdict.dimensions().owner())
        .setDistinct(distinct)
        .setDenyingPolicy(rejected.getDenyingPolicy())
        .build();
  }

  /** The verdict in a judged rejection. */
  public static RejectionVerdict verdict(Rejection rejection) {
    ResourceKey resource =
        ResourceKey.parse(rejection.getResource())
            .orElseThrow(() -> new IllegalArgumentException("not the key of a resource"));
    return new RejectionVerdict(
        rejection.getAt(),
        rejection.getResource(),
        rejection.getActor(),
        RejectionVerdict.Attribution.valueOf(rejection.getAttribution().name()),
        RejectionVerdict.Source.valueOf(rejection.getReportedBy().name()),
        new Dimensions(
            resource.account(),
            rejection.getRegion(),
            rejection.getKind(),
            rejection.getEnvironment(),
            rejection.getSensitivity(),
            rejection.getOwner(),
            "",
            false,
            null));
  }
}
