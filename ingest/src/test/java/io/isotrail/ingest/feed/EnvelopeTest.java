package io.isotrail.ingest.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.feed.Notice.Reason;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.given.Records;
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

    assertThat(open(body)).containsExactly(object(KEY));
    assertThat(open(body.replace("\"detail-type\":\"Object Created\",", "")))
        .containsExactly(object(KEY));
    assertThat(open(sns(body))).containsExactly(object(KEY));
    assertThat(open(body.replace("Object Created", "Object Deleted")))
        .containsExactly(new Notice.LeftOut("m-1", Reason.NOT_A_CREATION));
  }

  @Test
  void eventBridgeDoesNotEncodeKeys() {
    String key = "my+trail/%41/AWSLogs/1/CloudTrail/x.json.gz";

    assertThat(
            open(
                """
                {"source":"aws.s3","detail-type":"Object Created","detail":{
                 "bucket":{"name":"logs"},"object":{"key":"%s","size":7,"etag":"t"}}}"""
                    .replace("%s", key)))
        .containsExactly(object(key));
    assertThat(open("{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[\"" + key + "\"]}"))
        .containsExactly(new Notice.Listed(new ObjectId("logs", key, -1, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"})
  void eventBridgeMayCarryTheRecordItself(String type) {
    String body =
        """
        {"version":"0","id":"7bf7","detail-type":"%s","source":"aws.sagemaker",
         "account":"111122223333","detail":%s}"""
            .formatted(type, Records.createModel("e-1", "m", Records.AT));

    assertThat(open(body))
        .singleElement()
        .isInstanceOfSatisfying(
            Notice.Carried.class,
            carried -> {
              assertThat(carried.name()).isEqualTo("eventbridge:7bf7");
              assertThat(carried.account()).contains(Records.ACCOUNT);
              assertThat(carried.region()).contains(Records.REGION);
              assertThat(new String(carried.record(), UTF_8)).contains("\"eventID\":\"e-1\"");
            });
    assertThat(open(body.replace("7bf7", "a\\nb")))
        .singleElement()
        .extracting(Notice::name)
        .isEqualTo("eventbridge:m-1");
    assertThat(open(body.replace(type, "AWS Insight via CloudTrail")))
        .containsExactly(new Notice.LeftOut("m-1", Reason.INSIGHT));
  }

  @Test
  void nobodyIsCalledToConfirmASubscription() {
    String body =
        "{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"arn:t\","
            + "\"SubscribeURL\":\"http://127.0.0.1/\"}";

    assertThat(open(body))
        .singleElement()
        .isInstanceOfSatisfying(
            Notice.Unusable.class,
            unusable -> assertThat(unusable.reason()).isEqualTo("subscription-confirmation"));
  }

  @Test
  void envelopesOfSnsWithoutEndAreNotFollowed() {
    String body = s3("ObjectCreated:Put", KEY);
    for (int i = 0; i < 3; i++) {
      body = sns(body);
    }
    assertThat(open(body)).containsExactly(object(KEY));

    assertThat(open(sns(body))).singleElement().isInstanceOf(Notice.Unusable.class);
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
        "{\"Type\":\"Notification\",\"Message\":\"x\"}",
        "{\"Type\":\"Notification\",\"Message\":{}}",
        "{\"s3Bucket\":\"../b\",\"s3ObjectKey\":[\"k.json\"]}",
        "{\"s3Bucket\":\"b\",\"s3ObjectKey\":[\"\"]}",
        "{\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Instance State-change Notification\",\"detail\":{}}",
        "{\"source\":\"aws.sagemaker\",\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":\"x\"}"
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
  void aKeyLongerThanS3AllowsIsNotAskedFor() {
    String longest = "k".repeat(1_024 - 5) + ".json";

    assertThat(open(s3("ObjectCreated:Put", longest))).containsExactly(object(longest));
    assertThat(open(s3("ObjectCreated:Put", "k" + longest)))
        .singleElement()
        .isInstanceOf(Notice.Unusable.class);
  }

  @Test
  void aBadRecordDoesNotHideTheGoodOnes() {
    String body = s3("ObjectCreated:Put", KEY).replace("[", "[{\"s3\":{}},");

    assertThat(open(body)).hasSize(2).contains(object(KEY));
  }
}
