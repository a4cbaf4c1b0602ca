package io.isotrail.ingest.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.isotrail.ingest.feed.Notice.Reason;
import io.isotrail.ingest.fetch.ObjectId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a message says, recognised by its shape: S3's notification, the same inside SNS, S3's test
 * event, CloudTrail's own notification with several keys, CloudTrail's validation message, and
 * EventBridge's "Object Created". Every record of a notification counts.
 */
public final class Envelope {

  private static final ObjectMapper MAPPER = new JsonMapper();
  private static final String VALIDATION = "CloudTrail validation message.";
  private static final int MOST_NESTING = 3;
  private static final String ACCEPTED =
      "expected S3's notification, plain or inside SNS, CloudTrail's own notification, or"
          + " EventBridge's Object Created";

  private final String messageId;
  private final byte[] body;
  private final DeliveryDays days;

  private Envelope(String messageId, byte[] body, DeliveryDays days) {
    this.messageId = messageId;
    this.body = body;
    this.days = days;
  }

  /** Every notice of a message; never empty. */
  public static List<Notice> open(String messageId, String body, DeliveryDays days) {
    Envelope envelope = new Envelope(messageId, body.getBytes(StandardCharsets.UTF_8), days);
    List<Notice> notices = envelope.open(body, 0);
    return notices.isEmpty() ? List.of(envelope.unusable("names no object; " + ACCEPTED)) : notices;
  }

  private List<Notice> open(String text, int nesting) {
    if (text.strip().equals(VALIDATION)) {
      return List.of(new Notice.LeftOut(messageId, Reason.VALIDATION_MESSAGE));
    }
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return List.of(unusable("the message is no JSON; " + ACCEPTED));
    }
    if (root.path("Type").asText("").equals("Notification")
        && root.path("Message").isTextual()
        && nesting < MOST_NESTING) {
      return open(root.path("Message").textValue(), nesting + 1);
    }
    if (root.path("Event").asText("").equals("s3:TestEvent")) {
      return List.of(new Notice.LeftOut(messageId, Reason.TEST_EVENT));
    }
    if (root.path("Records").isArray()) {
      return notification(root.path("Records"));
    }
    if (root.path("s3Bucket").isTextual()) {
      return trailNotification(root.path("s3Bucket").textValue(), root.path("s3ObjectKey"));
    }
    if (root.path("source").asText("").equals("aws.s3")
        && root.path("detail").path("object").path("key").isTextual()) {
      // The keys of CloudTrail have nothing to encode, so the key is taken as it is.
      return List.of(pointer(root.path("detail"), false));
    }
    return List.of(unusable("unknown shape; " + ACCEPTED));
  }

  private List<Notice> notification(JsonNode records) {
    List<Notice> notices = new ArrayList<>();
    for (JsonNode record : records) {
      boolean understood =
          record.path("s3").path("object").path("key").isTextual()
              && record.path("s3").path("bucket").path("name").isTextual()
              && record.path("eventVersion").asText("2.").startsWith("2.");
      if (!understood) {
        notices.add(unusable("a record without bucket and key, or not of version 2"));
      } else if (!record.path("eventName").asText("ObjectCreated:").startsWith("ObjectCreated:")) {
        notices.add(new Notice.LeftOut(messageId, Reason.NOT_A_CREATION));
      } else {
        notices.add(pointer(record.path("s3"), true));
      }
    }
    return notices;
  }

  private List<Notice> trailNotification(String bucket, JsonNode keys) {
    List<Notice> notices = new ArrayList<>();
    for (JsonNode key : keys.isTextual() ? List.of(keys) : keys) {
      notices.add(
          key.isTextual()
              ? notice(new ObjectId(bucket, key.textValue(), -1, ""))
              : unusable("an s3ObjectKey that is no text"));
    }
    return notices;
  }

  private Notice pointer(JsonNode s3, boolean encoded) {
    String key = s3.path("object").path("key").textValue();
    JsonNode size = s3.path("object").path("size");
    return notice(
        new ObjectId(
            s3.path("bucket").path("name").asText(""),
            encoded ? decoded(key) : key,
            size.canConvertToLong() && size.isIntegralNumber() ? size.longValue() : -1,
            s3.path("object").path("eTag").asText("")));
  }

  private Notice notice(ObjectId object) {
    Optional<Reason> leftOut = TrailPath.leftOut(object.key(), false, days);
    return leftOut.isPresent()
        ? new Notice.LeftOut(object.name(), leftOut.get())
        : new Notice.Listed(object);
  }

  /** S3 writes a space as plus and everything else that needs it as percent. */
  private static String decoded(String key) {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }

  private Notice unusable(String message) {
    return new Notice.Unusable(messageId, body, "unknown-envelope", message);
  }
}
