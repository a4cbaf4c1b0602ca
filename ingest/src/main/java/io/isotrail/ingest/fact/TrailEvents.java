package io.isotrail.ingest.fact;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.avro.TrailEvent;
import io.isotrail.ingest.fact.Finding.SkipReason;
import java.util.Set;

/** Calls that changed what a trail sees, CloudTrail's own and successful ones. */
public final class TrailEvents {

  /** The eventSource of CloudTrail's own records. */
  public static final String EVENT_SOURCE = "cloudtrail.amazonaws.com";

  private static final Set<String> NAMES =
      Set.of(
          "StopLogging",
          "DeleteTrail",
          "UpdateTrail",
          "PutEventSelectors",
          "StartLogging",
          "CreateTrail");
  private static final int MOST_NAME = 256;

  private TrailEvents() {}

  static Finding read(JsonNode record, String eventName, long now) throws BadRecord {
    if (!NAMES.contains(eventName)) {
      return new Finding.Skip(SkipReason.NOT_GOVERNED);
    }
    if (!Json.text(record, "errorCode").isEmpty()) {
      return new Finding.Skip(SkipReason.FAILED_CALL);
    }
    Event event = Event.of(record, now);
    return new Finding.Trail(
        TrailEvent.newBuilder()
            .setAccount(event.account())
            .setRegion(event.region())
            .setEventId(event.eventId())
            .setName(eventName)
            .setTrail(trail(record.path("requestParameters")))
            .setAt(event.at())
            .setActor(event.actor())
            .build());
  }

  /** Requests name a trail by its name or its ARN; PutEventSelectors calls it trailName. */
  private static String trail(JsonNode request) {
    String given = Json.text(request, "name");
    String name = given.isEmpty() ? Json.text(request, "trailName") : given;
    return Json.cut(name.substring(name.lastIndexOf('/') + 1), MOST_NAME);
  }
}
