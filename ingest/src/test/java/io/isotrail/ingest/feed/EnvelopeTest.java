package io.isotrail.ingest.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.feed.Notice.Reason;
import io.isotrail.ingest.fetch.ObjectId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages by shape. */
class EnvelopeTest {

  private static final String KEY =
      "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/a.json.gz";

  private static List<Notice> open(String body) {
    return Envelope.open("m-1", body, DeliveryDays.ALL);
  }

  static String s3(String eventName, String... keys) {
    StringBuilder records = new StringBuilder();
    for (String key : keys) {
      records.append(records.isEmpty() ? "" : ",");
      records.append(
          """
          {"eventVersion":"2.3","eventSource":"aws:s3","eventName":"%s","s3":{
           "bucket":{"name":"logs"},"object":{"key":"%s","size":7,"eTag":"t"}}}"""
              .formatted(eventName, key));
    }
    return "{\"Records\":[" + records + "]}";
  }

  private static String sns(String message) {
    return "{\"Type\":\"Notification\",\"TopicArn\":\"arn:t\",\"Message\":"
        + new com.fasterxml.jackson.databind.node.TextNode(message)
        + "}";
  }

  private static Notice object(String key) {
    return new Notice.Listed(new ObjectId("logs", key, 7, "t"));
  }

  @Test
  void everyRecordOfANotificationCounts() {
    String other = KEY.replace("a.json", "b.json");

    assertThat(open(s3("ObjectCreated:Put", KEY, other)))
        .containsExactly(object(KEY), object(other));
  }

  @Test
  void keysAreDecodedOnce() {
    assertThat(open(s3("ObjectCreated:Put", "my+trail/%C3%BC%252B/AWSLogs/1/CloudTrail/x.json.gz")))
        .containsExactly(object("my trail/ü%2B/AWSLogs/1/CloudTrail/x.json.gz"));
  }

  @Test
  void aKeyThatIsNoPercentEncodingIsTakenAsItIs() {
    assertThat(open(s3("ObjectCreated:Put", "100%/x.json"))).containsExactly(object("100%/x.json"));
  }

  @Test
  void snsMayWrapIt() {
    assertThat(open(sns(s3("ObjectCreated:Put", KEY)))).containsExactly(object(KEY));
    assertThat(open(sns(sns(s3("ObjectCreated:Put", KEY))))).containsExactly(object(KEY));
  }

  @Test
  void testAndValidationMessagesAreLeftOut() {
    String test = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"logs\"}";

    assertThat(open(test)).containsExactly(new Notice.LeftOut("m-1", Reason.TEST_EVENT));
    assertThat(open(sns(test))).containsExactly(new Notice.LeftOut("m-1", Reason.TEST_EVENT));
    assertThat(open(sns("CloudTrail validation message.")))
        .containsExactly(new Notice.LeftOut("m-1", Reason.VALIDATION_MESSAGE));
  }

  @Test
  void cloudTrailsOwnNotificationMayNameSeveralKeys() {
    String other = KEY.replace("a.json", "b.json");

    assertThat(open("{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[\"" + KEY + "\",\"" + other + "\"]}"))
        .containsExactly(
            new Notice.Listed(new ObjectId("logs", KEY, -1, "")),
            new Notice.Listed(new ObjectId("logs", other, -1, "")));
  }

  @Test
  void eventBridgeNamesAnObject() {
    String body =
        """
        {"source":"aws.s3","detail-type":"Object Created","detail":{
         "bucket":{"name":"logs"},"object":{"key":"%s","size":7,"etag":"t"}}}"""
            .formatted(KEY);

    assertThat(open(body)).containsExactly(new Notice.Listed(new ObjectId("logs", KEY, 7, "")));
  }

  @Test
  void removalsAndDigestsAreLeftOut() {
    assertThat(open(s3("ObjectRemoved:Delete", KEY)))
        .containsExactly(new Notice.LeftOut("m-1", Reason.NOT_A_CREATION));
    String digest = KEY.replace("/CloudTrail/", "/CloudTrail-Digest/");
    assertThat(open(s3("ObjectCreated:Put", digest)))
        .containsExactly(new Notice.LeftOut("s3://logs/" + digest, Reason.DIGEST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "null",
        "[]",
        "{}",
        "{\"Records\":[]}",
        "{\"Records\":[{}]}",
        "{\"Records\":[{\"eventVersion\":\"3.0\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"k.json\"}}}]}",
        "{\"s3Bucket\":\"b\"}",
        "{\"s3Bucket\":\"b\",\"s3ObjectKey\":[1]}",
        "{\"Type\":\"Notification\",\"Message\":\"x\"}"
      })
  void unknownShapesAreKeptWithTheirBody(String body) {
    assertThat(open(body))
        .singleElement()
        .isInstanceOfSatisfying(
            Notice.Unusable.class,
            unusable -> {
              assertThat(unusable.reason()).isEqualTo("unknown-envelope");
              assertThat(new String(unusable.body(), UTF_8)).isEqualTo(body);
            });
  }

  @Test
  void aBadRecordDoesNotHideTheGoodOnes() {
    String body = s3("ObjectCreated:Put", KEY).replace("[", "[{\"s3\":{}},");

    assertThat(open(body)).hasSize(2).contains(object(KEY));
  }
}
