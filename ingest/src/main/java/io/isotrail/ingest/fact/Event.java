package io.isotrail.ingest.fact;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.ingest.fact.Finding.BadReason;
import io.isotrail.ingest.read.EventTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who, when and where of a record, whatever its operation.
 *
 * @param account recipientAccountId, else the caller's account
 * @param eventId eventID
 * @param amends originalEventID of an addendum; null for any other record
 * @param at eventTime, epoch seconds
 * @param region awsRegion
 * @param actor ARN of the caller, else its principal or the invoking service; may be empty
 */
record Event(
    String account, String eventId, @Nullable String amends, long at, String region, String actor) {

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]{1,39}");
  private static final int MOST_ID = 128;
  private static final int MOST_ACTOR = 2_048;

  static Event of(JsonNode record, long now) throws BadRecord {
    String eventId = Json.text(record, "eventID");
    if (eventId.isBlank() || eventId.length() > MOST_ID) {
      throw new BadRecord(
          BadReason.MISSING_EVENT_ID, "eventID is missing or longer than " + MOST_ID);
    }
    long at = EventTime.parse(Json.text(record, "eventTime"));
    if (at == EventTime.UNREADABLE) {
      throw new BadRecord(
          BadReason.BAD_EVENT_TIME,
          "eventTime is missing or not ISO-8601 such as 2026-05-04T09:10:00Z");
    }
    if (at > now + FactReader.MOST_SECONDS_AHEAD) {
      throw new BadRecord(
          BadReason.FROM_THE_FUTURE, "eventTime lies more than an hour ahead of this clock");
    }
    JsonNode identity = record.path("userIdentity");
    String account = Json.text(record, "recipientAccountId");
    if (account.isEmpty()) {
      account = Json.text(identity, "accountId");
    }
    if (!isAccount(account)) {
      throw new BadRecord(
          BadReason.BAD_ACCOUNT, "neither recipientAccountId nor the caller's account is usable");
    }
    String region = Json.text(record, "awsRegion");
    if (!isRegion(region)) {
      throw new BadRecord(BadReason.BAD_REGION, "awsRegion is missing or no region");
    }
    return new Event(account, eventId, amends(record), at, region, actor(identity));
  }

  static boolean isAccount(String text) {
    return ACCOUNT.matcher(text).matches();
  }

  static boolean isRegion(String text) {
    return REGION.matcher(text).matches();
  }

  private static @Nullable String amends(JsonNode record) {
    String original = Json.text(record.path("addendum"), "originalEventID");
    return original.isBlank() || original.length() > MOST_ID ? null : original;
  }

  private static String actor(JsonNode identity) {
    for (String field : new String[] {"arn", "principalId", "invokedBy"}) {
      String actor = Json.text(identity, field);
      if (!actor.isBlank()) {
        return Json.cut(actor, MOST_ACTOR);
      }
    }
    return "";
  }
}
