package io.isotrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Progress;
import io.isotrail.emulated.EmulatedAws;
import io.isotrail.ingest.given.MemoryPublisher;
import io.isotrail.ingest.given.MemoryStatusLog;
import io.isotrail.ingest.given.Records;
import io.isotrail.ingest.letters.Letter;
import io.isotrail.ingest.letters.LetterId;
import io.isotrail.schemas.fact.Canary;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Buckets and queues, over the real protocols. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsIngestTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @SuppressWarnings("NullAway.Init") // Set before the first test.
  private EmulatedAws aws;

  @BeforeAll
  void start() throws Exception {
    aws = new EmulatedAws();
  }

  @AfterAll
  void stop() {
    aws.close();
  }

  private Settings settings(String source, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(aws.settings());
    values.put("isotrail.ingest.source", source);
    values.put("isotrail.ingest.sqs.wait", "1s");
    values.put("isotrail.ingest.canary", "0s");
    values.put("isotrail.ingest.sqs.visibility", "3s");
    values.putAll(more);
    return new Settings(values);
  }

  private Ingest open(String source, MemoryPublisher publisher, Map<String, String> more) {
    return Ingest.open(
        settings(source, more), new SimpleMeterRegistry(), publisher, new MemoryStatusLog());
  }

  private static byte[] log(String eventId) {
    return Records.gzip(
        Records.file(Records.foreign(1), Records.createModel(eventId, "m-" + eventId, Records.AT)));
  }

  private static String notification(String... keys) {
    StringBuilder records = new StringBuilder();
    for (String key : keys) {
      records.append(records.isEmpty() ? "" : ",");
      records.append(
          """
          {"eventVersion":"2.1","eventName":"ObjectCreated:Put","s3":{
           "bucket":{"name":"%s"},"object":{"key":"%s"}}}"""
              .formatted(EmulatedAws.BUCKET, key));
    }
    return "{\"Records\":[" + records + "]}";
  }

  @Test
  void aBucketIsListedToItsEndPageByPage() throws Exception {
    int objects = 1_010;
    for (int i = 0; i < objects; i++) {
      aws.put(
          "list/AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/0%d/%04d.json.gz"
              .formatted(1 + i % 2, i),
          log("l-" + i));
    }
    aws.put("list/AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/x.json.gz", new byte[3]);
    aws.put("list/readme.json", new byte[3]);
    aws.put("list-other/AWSLogs/1/CloudTrail/x.json.gz", new byte[3]);
    MemoryPublisher publisher = new MemoryPublisher();

    try (Ingest ingest =
        open(
            "s3:" + EmulatedAws.BUCKET + "/list",
            publisher,
            Map.of("isotrail.ingest.from", "2026-03-02"))) {
      ingest.start();
      assertThat(ingest.awaitEnd(PATIENCE)).isTrue();

      assertThat(ingest.progress().discovered()).isEqualTo(objects + 2);
      assertThat(ingest.progress().incomplete()).isFalse();
    }

    assertThat(publisher.factSet()).hasSize(objects / 2);
    assertThat(publisher.letters).isEmpty();
    assertThat(publisher.facts)
        .extracting(Fact::getSource)
        .allMatch(source -> source.startsWith("s3://trail-logs/list/AWSLogs/"));
  }

  @Test
  void aQueueIsEmptiedAndEveryRecordOfAMessageCounts() throws Exception {
    String queue = aws.createQueue("all");
    aws.put("q/AWSLogs/1/CloudTrail/a b+c.json.gz", log("q-1"));
    aws.put("q/two.json.gz", log("q-2"));
    aws.put("q/three.json.gz", new byte[] {1, 2, 3});
    aws.send(queue, notification("q/AWSLogs/1/CloudTrail/a+b%2Bc.json.gz", "q/two.json.gz"));
    aws.send(queue, notification("q/three.json.gz", "q/missing.json.gz"));
    aws.send(queue, "{\"Event\":\"s3:TestEvent\"}");
    aws.send(queue, "what is this");
    MemoryPublisher publisher = new MemoryPublisher();
    // The first acknowledgement is refused: that message must come again.
    publisher.failNext(1);

    try (Ingest ingest =
        open("sqs:" + queue, publisher, Map.of("isotrail.ingest.retry.cap", "1s"))) {
      ingest.start();
      await().atMost(PATIENCE).until(() -> aws.messages(queue) == 0);
      assertThat(ingest.awaitEnd(PATIENCE)).isTrue();
      assertThat(ingest.check()).isEmpty();
    }

    assertThat(publisher.facts).extracting(Fact::getEventId).contains("q-1", "q-2");
    assertThat(publisher.reasons()).contains("not-found", "not-gzip", "unknown-envelope");
  }

  @Test
  void aMessageStaysHiddenWhileItIsWorkedOnAndIsDeletedOnlyAfterwards() throws Exception {
    String queue = aws.createQueue("slow");
    aws.put("slow.json.gz", log("s-1"));
    aws.send(queue, notification("slow.json.gz"));
    MemoryPublisher publisher = new MemoryPublisher();
    // Longer than the queue's own patience of three seconds.
    publisher.delayNext(Duration.ofSeconds(5));

    try (Ingest ingest = open("sqs:" + queue, publisher, Map.of())) {
      ingest.start();
      await().atMost(PATIENCE).until(() -> publisher.begun() == 1);
      assertThat(aws.messages(queue)).isEqualTo(1);
      await().atMost(PATIENCE).until(() -> aws.messages(queue) == 0);
    }

    assertThat(publisher.begun()).isEqualTo(1);
    assertThat(publisher.facts).hasSize(1);
  }

  @Test
  void aRecordInTheMessageItselfIsAFactOfItsOwnOrigin() throws Exception {
    String queue = aws.createQueue("bus");
    String record = Records.createModel("e-1", "m", Records.AT);
    aws.send(
        queue,
        "{\"id\":\"7bf7\",\"detail-type\":\"AWS API Call via CloudTrail\","
            + "\"source\":\"aws.sagemaker\",\"detail\":"
            + record
            + "}");
    aws.send(
        queue,
        "{\"id\":\"7bf8\",\"detail-type\":\"AWS API Call via CloudTrail\","
            + "\"source\":\"aws.sagemaker\",\"detail\":"
            + record.replace("\"eventTime\":\"2026", "\"eventTime\":\"x")
            + "}");
    aws.send(
        queue,
        "{\"id\":\"7bf9\",\"detail-type\":\"AWS API Call via CloudTrail\","
            + "\"source\":\"aws.sagemaker\",\"detail\":"
            + record.replaceFirst("\\{", "{\"deep\":" + "[".repeat(20) + "]".repeat(20) + ",")
            + "}");
    MemoryPublisher publisher = new MemoryPublisher();

    try (Ingest ingest =
        open("sqs:" + queue, publisher, Map.of("isotrail.ingest.limit.record-depth", "12"))) {
      ingest.start();
      await().atMost(PATIENCE).until(() -> aws.messages(queue) == 0);
    }

    assertThat(publisher.facts)
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.getOrigin()).isEqualTo(Origin.EVENTBRIDGE);
              assertThat(fact.getSource()).isEqualTo("eventbridge:7bf7");
              assertThat(fact.getEventId()).isEqualTo("e-1");
            });
    assertThat(publisher.letters)
        .extracting(DeadLetter::getKey, DeadLetter::getReason)
        .containsExactlyInAnyOrder(
            tuple("eventbridge:7bf8", "bad-event-time"),
            tuple("eventbridge:7bf9", "record-too-deep"));
    // There is nothing to fetch them from again: all of it is kept, and may be redriven.
    assertThat(publisher.letters)
        .allMatch(letter -> new Letter(new LetterId(0, 0), letter, Optional.empty()).whole());
  }

  @Test
  void aRecordInTheMessageItselfMakesNoLogFileFresh() throws Exception {
    String queue = aws.createQueue("unfresh");
    aws.send(
        queue,
        "{\"id\":\"7bf7\",\"detail-type\":\"AWS API Call via CloudTrail\","
            + "\"source\":\"aws.sagemaker\",\"detail\":"
            + Records.createModel("e-1", "m", Records.AT)
            + "}");
    String feed = "feed/sqs:" + queue + "#one/" + Records.ACCOUNT + "/" + Records.REGION;
    MemoryStatusLog statusLog = new MemoryStatusLog();
    statusLog.write(
        Map.of(
            feed,
            new Progress(
                5L, new FeedStatus("sqs:" + queue, Records.ACCOUNT, Records.REGION, 3L, 4L, 5L))));

    try (Ingest ingest =
        Ingest.open(
            settings("sqs:" + queue, Map.of("isotrail.ingest.instance", "one")),
            new SimpleMeterRegistry(),
            new MemoryPublisher(),
            statusLog)) {
      ingest.start();
      await()
          .atMost(PATIENCE)
          .until(() -> ((FeedStatus) statusLog.body(feed)).getLastEventAt() == Records.AT_SECONDS);
    }

    assertThat(((FeedStatus) statusLog.body(feed)).getLastObjectAt()).isEqualTo(5);
  }

  @Test
  void canariesFlyWhileNothingElseDoesAndAreInNoLedger() throws Exception {
    String queue = aws.createQueue("canaries");
    MemoryPublisher publisher = new MemoryPublisher();

    try (Ingest ingest =
        open("sqs:" + queue, publisher, Map.of("isotrail.ingest.canary", "100ms"))) {
      ingest.start();
      await().atMost(PATIENCE).until(() -> publisher.facts.size() >= 2);
      assertThat(ingest.progress().facts()).isZero();
    }

    assertThat(publisher.facts).allMatch(Canary::is);
    assertThat(publisher.facts).extracting(Fact::getEventId).doesNotHaveDuplicates();
  }

  @Test
  void poisonGoesAwayBeforeTheQueueWouldMoveIt() throws Exception {
    String queue = aws.createQueue("poison", 3);
    aws.put("fine.json.gz", log("p-1"));
    aws.send(queue, notification("poison.json.gz", "fine.json.gz"));
    MemoryPublisher publisher = new MemoryPublisher();
    publisher.refuse("poison.json.gz");
    aws.put("poison.json.gz", log("p-2"));

    try (Ingest ingest =
        open(
            "sqs:" + queue,
            publisher,
            Map.of(
                "isotrail.ingest.sqs.receives", "2",
                "isotrail.ingest.retry.attempts", "3",
                "isotrail.ingest.retry.cap", "1s"))) {
      ingest.start();
      // Others go on coming through.
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                if (publisher.letters.isEmpty()) {
                  aws.send(queue, notification("fine.json.gz"));
                }
                return aws.messages(queue) == 0;
              });
    }

    assertThat(publisher.reasons()).containsExactly("poison");
    assertThat(publisher.letters.element().getKey()).isEqualTo("poison.json.gz");
    assertThat(publisher.facts).extracting(Fact::getEventId).contains("p-1").doesNotContain("p-2");
  }

  @Test
  void aRedriveLimitThatWouldComeFirstIsRefusedAtTheStart() {
    String queue = aws.createQueue("redrive", 3);

    assertThatThrownBy(() -> Ingest.requireSource(settings("sqs:" + queue, Map.of())))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("isotrail.ingest.sqs.receives: 3 is not below the maxReceiveCount 3");
  }

  @Test
  void whatIsNotEndedAtTheCloseIsGivenBackSoon() throws Exception {
    String queue = aws.createQueue("closing");
    aws.put("closing.json.gz", log("c-1"));
    aws.send(queue, notification("closing.json.gz"));
    MemoryPublisher publisher = new MemoryPublisher();
    publisher.delayNext(Duration.ofDays(1));

    try (Ingest ingest =
        open("sqs:" + queue, publisher, Map.of("isotrail.ingest.sqs.visibility", "11h"))) {
      ingest.start();
      await().atMost(PATIENCE).until(() -> publisher.begun() == 1);
    }

    try (Ingest next = open("sqs:" + queue, publisher, Map.of())) {
      next.start();
      await().atMost(PATIENCE).until(() -> aws.messages(queue) == 0);
    }
    assertThat(publisher.facts).extracting(Fact::getEventId).containsExactly("c-1");
  }

  @Test
  void whatIsNotThereIsNotFoundThoughItIsDenied() throws Exception {
    String folder = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/";
    String kept = folder + "kept.json.gz";
    String removed = folder + "removed.json.gz";
    HttpServer s3 =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    s3.createContext(
        "/",
        exchange -> {
          // To those who may list only a part of a bucket S3 says of what is gone that it is
          // denied.
          String query = String.valueOf(exchange.getRequestURI().getQuery());
          boolean listing = query.contains("list-type=2");
          String answer =
              listing
                  ? listed(query.contains("prefix=" + removed) ? List.of() : List.of(kept, removed))
                  : "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
          if (query.contains("prefix=" + kept)) {
            answer = listed(List.of(kept));
          }
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(listing ? 200 : 403, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    s3.start();
    MemoryPublisher publisher = new MemoryPublisher();

    try (Ingest ingest =
        open(
            "s3:" + EmulatedAws.BUCKET,
            publisher,
            Map.of(
                "isotrail.ingest.aws.endpoint",
                "http://127.0.0.1:" + s3.getAddress().getPort(),
                "isotrail.ingest.retry.attempts",
                "1"))) {
      ingest.start();
      assertThat(ingest.awaitEnd(PATIENCE)).isTrue();
      assertThat(ingest.progress().incomplete()).isTrue();
    } finally {
      s3.stop(0);
    }

    assertThat(publisher.letters)
        .extracting(DeadLetter::getKey, DeadLetter::getReason)
        .containsExactly(tuple(removed, "not-found"));
  }

  private static String listed(List<String> keys) {
    StringBuilder contents = new StringBuilder();
    for (String key : keys) {
      contents.append(
          "<Contents><Key>%s</Key><Size>100</Size><ETag>x</ETag></Contents>".formatted(key));
    }
    return "<ListBucketResult><IsTruncated>false</IsTruncated>" + contents + "</ListBucketResult>";
  }

  @Test
  void sourcesThatDoNotExistAreNamed() {
    assertThatThrownBy(() -> Ingest.requireSource(settings("s3:no-such-bucket", Map.of())))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("no-such-bucket")
        .hasMessageContaining("does not exist");
    String queue = aws.createQueue("there").replace("there", "not-there");
    assertThatThrownBy(() -> Ingest.requireSource(settings("sqs:" + queue, Map.of())))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("not-there")
        .hasMessageContaining("does not exist");
  }
}
