package io.isotrail.ingest.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.isotrail.ingest.feed.Notice.Reason;
import io.isotrail.ingest.fetch.ObjectId;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a message says, recognised by its shape and by nothing else:
 *
 * <ul>
 *   <li>S3's notification, every record of it (Amazon S3 User Guide, "Event message structure");
 *       its keys are URL-encoded with a plus for a space,
 *   <li>S3's test event,
 *   <li>CloudTrail's own notification, {@code s3Bucket} and several {@code s3ObjectKey}, and its
 *       validation message (CloudTrail User Guide, "Configuring Amazon SNS notifications"); its
 *       keys are as stored,
 *   <li>EventBridge's "Object Created", as Security Lake sends it too; its keys are as stored
 *       (Amazon S3 User Guide, "Using EventBridge"),
 *   <li>EventBridge's "AWS API Call via CloudTrail" and its kin: the record itself,
 *   <li>each of them inside of SNS's envelope, or raw.
 * </ul>
 *
 * Whatever else comes is kept with its body and told apart.
 */
public final class Envelope {

  private static final ObjectMapper MAPPER = new JsonMapper();
  private static final String VALIDATION = "CloudTrail validation message.";
  private static final String VIA_CLOUDTRAIL = " via CloudTrail";
  private static final int MOST_NESTING = 3;

  /** S3's own limit, in bytes of UTF-8. */
  private static final int MOST_KEY_BYTES = 1_024;

  /** Old buckets of us-east-1 have capitals, underscores and up to 255 characters. */
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

  /** What EventBridge gives as an id; whatever else stands there is not repeated in names. */
  private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9-]{1,128}");

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]{1,39}");

  private static final String ACCEPTED =
      "expected S3's notification, CloudTrail's own notification, or EventBridge's Object Created"
          + " or AWS API Call via CloudTrail, plain or inside SNS";

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
    return notices.isEmpty() ? List.of(envelope.unknown("names no object; " + ACCEPTED)) : notices;
  }

  private List<Notice> open(String text, int nesting) {
    if (text.strip().equals(VALIDATION)) {
      return List.of(new Notice.LeftOut(messageId, Reason.VALIDATION_MESSAGE));
    }
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return List.of(unknown("the message is no JSON; " + ACCEPTED));
    }
    if (root.path("TopicArn").isTextual() || root.path("Type").asText("").equals("Notification")) {
      return fromTopic(root, nesting);
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
    if (root.path("source").isTextual() && root.path("detail").isObject()) {
      return List.of(fromBus(root));
    }
    return List.of(unknown("unknown shape; " + ACCEPTED));
  }

  private List<Notice> fromTopic(JsonNode envelope, int nesting) {
    if (envelope.path("Type").asText("").equals("SubscriptionConfirmation")) {
      // Whoever can write into the queue could have us call any address, so nobody is called.
      return List.of(
          unusable(
              "subscription-confirmation",
              "SNS asks to confirm that this queue may subscribe to a topic; confirm it with"
                  + " aws sns confirm-subscription and the Token of this letter's sample"));
    }
    if (!envelope.path("Message").isTextual()) {
      return List.of(unknown("SNS's envelope without a Message; " + ACCEPTED));
    }
    return nesting < MOST_NESTING
        ? open(envelope.path("Message").textValue(), nesting + 1)
        : List.of(unknown("more than " + MOST_NESTING + " envelopes of SNS in one another"));
  }

  private List<Notice> notification(JsonNode records) {
    List<Notice> notices = new ArrayList<>();
    for (JsonNode record : records) {
      boolean understood =
          record.path("s3").path("object").path("key").isTextual()
              && record.path("s3").path("bucket").path("name").isTextual()
              && record.path("eventVersion").asText("2.").startsWith("2.");
      if (!understood) {
        notices.add(unknown("a record without bucket and key, or not of version 2"));
      } else if (!record.path("eventName").asText("ObjectCreated:").startsWith("ObjectCreated:")) {
        notices.add(new Notice.LeftOut(messageId, Reason.NOT_A_CREATION));
      } else {
        notices.add(pointer(record.path("s3"), "eTag", true));
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
              : unknown("an s3ObjectKey that is no text"));
    }
    return notices;
  }

  private Notice fromBus(JsonNode event) {
    JsonNode detail = event.path("detail");
    String type = event.path("detail-type").asText("");
    if (detail.path("bucket").path("name").isTextual()
        && detail.path("object").path("key").isTextual()) {
      return type.isEmpty() || type.equals("Object Created")
          ? pointer(detail, "etag", false)
          : new Notice.LeftOut(messageId, Reason.NOT_A_CREATION);
    }
    if (type.endsWith(VIA_CLOUDTRAIL)) {
      return type.startsWith("AWS Insight")
          ? new Notice.LeftOut(messageId, Reason.INSIGHT)
          : carried(event.path("id").asText(""), detail);
    }
    return unknown("an event of EventBridge that is neither about an object nor from CloudTrail");
  }

  /**
   * A record that a message carried and that was kept.
   *
   * @param name as it was named then, {@code eventbridge:ID}
   */
  public static Notice.Carried carried(String name, byte[] record) {
    JsonNode detail;
    try {
      detail = MAPPER.readTree(record);
    } catch (IOException e) {
      // The reader will say what is wrong with it.
      detail = MissingNode.getInstance();
    }
    return new Notice.Carried(
        name,
        record,
        matching(ACCOUNT, detail.path("recipientAccountId")),
        matching(REGION, detail.path("awsRegion")));
  }

  private Notice carried(String id, JsonNode detail) {
    try {
      return new Notice.Carried(
          Notice.Carried.NAMED + (EVENT_ID.matcher(id).matches() ? id : messageId),
          MAPPER.writeValueAsBytes(detail),
          matching(ACCOUNT, detail.path("recipientAccountId")),
          matching(REGION, detail.path("awsRegion")));
    } catch (JsonProcessingException e) {
      return unknown("a record that cannot be written as JSON again");
    }
  }

  private static Optional<String> matching(Pattern pattern, JsonNode text) {
    return Optional.of(text.asText("")).filter(pattern.asMatchPredicate());
  }

  private Notice pointer(JsonNode s3, String version, boolean encoded) {
    String key = s3.path("object").path("key").textValue();
    JsonNode size = s3.path("object").path("size");
    return notice(
        new ObjectId(
            s3.path("bucket").path("name").textValue(),
            encoded ? decoded(key) : key,
            size.canConvertToLong() && size.isIntegralNumber() ? size.longValue() : -1,
            s3.path("object").path(version).asText("")));
  }

  private Notice notice(ObjectId object) {
    int keyBytes = object.key().getBytes(StandardCharsets.UTF_8).length;
    if (!BUCKET.matcher(object.bucket()).matches() || keyBytes == 0 || keyBytes > MOST_KEY_BYTES) {
      return unknown("a bucket or a key that S3 does not allow");
    }
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

  private Notice unknown(String message) {
    return unusable("unknown-envelope", message);
  }

  private Notice unusable(String reason, String message) {
    return new Notice.Unusable(messageId, body, reason, message);
  }
}
