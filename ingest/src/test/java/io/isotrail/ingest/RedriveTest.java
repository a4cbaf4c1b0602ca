package io.isotrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Origin;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.Fetched;
import io.isotrail.ingest.fetch.ObjectFetcher;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.given.MemoryPublisher;
import io.isotrail.ingest.given.Records;
import io.isotrail.ingest.letters.Letter;
import io.isotrail.ingest.letters.LetterId;
import io.isotrail.schemas.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a dead letter that is sent through again. */
class RedriveTest {

  private static final String KEY =
      "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/a.json.gz";

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final List<String> fetched = new ArrayList<>();
  private final List<String> repeated = new ArrayList<>();
  private final MemoryPublisher publisher = new MemoryPublisher();
  private final Redrive redrive =
      Redrive.open(
          new Settings(
              Map.of("isotrail.ingest.retry.attempts", "2", "isotrail.ingest.retry.first", "1ms")),
          new Store(),
          publisher,
          (topic, partition, offset) ->
              offset < 100 && repeated.add(topic + " " + partition + " " + offset));
  private long offset;

  @TempDir private Path directory;

  @AfterEach
  void end() {
    redrive.close();
  }

  /** A store in memory. */
  private final class Store implements ObjectFetcher {
    @Override
    public Fetched fetch(ObjectId object) throws FetchException {
      fetched.add(object.name());
      byte[] content = objects.get(object.key());
      if (content == null) {
        throw new FetchException(FetchException.Kind.NOT_FOUND, object.name() + ": not there");
      }
      return new Fetched(new ByteArrayInputStream(content), content.length);
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private Letter letter(DeadLetter.Builder content) {
    return new Letter(new LetterId(0, offset++), content.build(), Optional.empty());
  }

  private static DeadLetter.Builder ofObject(String reason, int index) {
    return DeadLetter.newBuilder()
        .setSource("s3:b/")
        .setBucket("b")
        .setKey(KEY)
        .setRecordIndex(index)
        .setReason(reason)
        .setMessage("")
        .setSample(ByteBuffer.allocate(0))
        .setAt(0);
  }

  private static DeadLetter.Builder keeping(DeadLetter.Builder letter, byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return letter
          .setSample(ByteBuffer.wrap(Arrays.copyOf(body, Math.min(body.length, 64 * 1024))))
          .setSha256(HexFormat.of().formatHex(hash));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static DeadLetter.Builder ofMessage(String body) {
    return keeping(
        DeadLetter.newBuilder()
            .setSource("sqs:https://example.com/q")
            .setKey("message-1")
            .setReason("unknown-envelope")
            .setMessage("")
            .setAt(0),
        body.getBytes(UTF_8));
  }

  private static String good(String id) {
    return Records.createModel(id, "m-" + id, Records.AT);
  }

  private static String bad() {
    return Records.call("CreateModel", "e-bad", "not a time", "{}", "null", "");
  }

  private static byte[] file(String... records) {
    return Records.gzip(Records.file(records));
  }

  @Test
  void aKeptRecordIsParsedAgainWithoutItsObject() throws InterruptedException {
    Letter letter = letter(keeping(ofObject("missing-event-id", 7), good("e-1").getBytes(UTF_8)));

    Redrive.Result first = redrive.send(letter);
    Redrive.Result again = redrive.send(letter);

    assertThat(first).isEqualTo(new Redrive.Result.Through(1, 0)).isEqualTo(again);
    assertThat(fetched).isEmpty();
    // As if it had been read at first, and twice is once.
    assertThat(publisher.facts).extracting(Fact::getSource).containsOnly("s3://b/" + KEY);
    assertThat(publisher.facts).extracting(Fact::getOrigin).containsOnly(Origin.S3);
    assertThat(publisher.factSet()).hasSize(1);
  }

  @Test
  void aKeptRecordThatIsStillBadGetsNoSecondLetter() throws InterruptedException {
    Letter letter = letter(keeping(ofObject("bad-event-time", 7), bad().getBytes(UTF_8)));

    assertThat(redrive.send(letter))
        .isInstanceOfSatisfying(
            Redrive.Result.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo("bad-event-time"));
    assertThat(publisher.letters).isEmpty();
  }

  @Test
  void anObjectIsFetchedAgain() throws InterruptedException {
    objects.put(KEY, file(good("e-1"), good("e-2")));

    assertThat(redrive.send(letter(ofObject("not-gzip", -1))))
        .isEqualTo(new Redrive.Result.Through(2, 0));
    assertThat(fetched).containsExactly("s3://b/" + KEY);
  }

  @Test
  void anObjectThatFailsAsBeforeGetsNoSecondLetter() throws InterruptedException {
    assertThat(redrive.send(letter(ofObject("archived", -1))))
        .isEqualTo(new Redrive.Result.Refused("not-found", "s3://b/" + KEY + ": not there"));

    objects.put(KEY.replace("a.json", "b.json"), new byte[] {1, 2, 3});
    assertThat(
            redrive.send(letter(ofObject("not-gzip", -1).setKey(KEY.replace("a.json", "b.json")))))
        .isInstanceOfSatisfying(
            Redrive.Result.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo("not-gzip"));
    assertThat(publisher.letters).isEmpty();
  }

  @Test
  void aRecordKeptInPartIsReadFromItsObjectOnceForAllItsLetters() throws InterruptedException {
    objects.put(KEY, file(good("e-0"), bad(), good("e-2"), bad()));
    Letter mended = letter(keeping(ofObject("record-too-large", 2), new byte[70_000]));
    Letter failing = letter(keeping(ofObject("record-too-large", 3), new byte[70_000]));
    redrive.know(mended);
    redrive.know(failing);

    assertThat(redrive.send(mended)).isEqualTo(new Redrive.Result.Through(2, 2));
    assertThat(redrive.send(failing)).isInstanceOf(Redrive.Result.Refused.class);
    assertThat(fetched).hasSize(1);
    // Record 3 has a letter already, record 1 has none yet.
    assertThat(publisher.letters).extracting(DeadLetter::getRecordIndex).containsExactly(1);
  }

  @Test
  void aRecordOfAnObjectThatIsGoneStaysOpen() throws InterruptedException {
    assertThat(redrive.send(letter(keeping(ofObject("record-too-large", 2), new byte[70_000]))))
        .isInstanceOfSatisfying(
            Redrive.Result.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo("not-found"));
  }

  @Test
  void aMessageIsOpenedAgain() throws InterruptedException {
    objects.put(KEY, file(good("e-1")));
    String notification =
        "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{"
            + "\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\""
            + KEY
            + "\"}}}]}";

    assertThat(redrive.send(letter(ofMessage(notification))))
        .isEqualTo(new Redrive.Result.Through(1, 0));
    assertThat(redrive.send(letter(ofMessage("{\"what\":\"is this\"}"))))
        .isInstanceOfSatisfying(
            Redrive.Result.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo("unknown-envelope"));
    assertThat(redrive.send(letter(ofMessage("x".repeat(70_000)))))
        .isEqualTo(new Redrive.Result.Impossible("only the first 64 KiB of the message were kept"));
    assertThat(publisher.letters).isEmpty();
  }

  @Test
  void aFileIsReadAgainIfItIsALog() throws IOException, InterruptedException {
    Path log = Files.write(directory.resolve("x.json.gz"), file(good("e-1")));
    Path other = Files.write(directory.resolve("secret.txt"), file(good("e-2")));

    assertThat(
            redrive.send(
                letter(
                    ofObject("truncated", -1).setSource("dir:x").setBucket("").setKey(log + ""))))
        .isEqualTo(new Redrive.Result.Through(1, 0));
    assertThat(
            redrive.send(
                letter(
                    ofObject("truncated", -1).setSource("dir:x").setBucket("").setKey(other + ""))))
        .isEqualTo(new Redrive.Result.Impossible("it names no log file"));
  }

  @Test
  void aFactIsWrittenToItsTopicAgainAndOtherTopicsAreNotTouched() throws InterruptedException {
    DeadLetter.Builder fact =
        ofObject("undecodable-record", -1).setBucket("").setSource("isotrail.facts.v1");

    assertThat(redrive.send(letter(fact.setKey("isotrail.facts.v1-3@17"))))
        .isEqualTo(new Redrive.Result.Repeated("isotrail.facts.v1"));
    assertThat(redrive.send(letter(fact.setKey("isotrail.facts.v1-3@100"))))
        .isInstanceOf(Redrive.Result.NotHad.class);
    assertThat(redrive.send(letter(fact.setKey("isotrail.status.v1-3@17"))))
        .isInstanceOf(Redrive.Result.Impossible.class);
    assertThat(
            redrive.send(
                letter(
                    fact.setSource("isotrail.governance.v1").setKey("isotrail.governance.v1-0@1"))))
        .isInstanceOf(Redrive.Result.Impossible.class);
    assertThat(repeated).containsExactly("isotrail.facts.v1 3 17");
  }

  @Test
  void whatKafkaDoesNotTakeStaysOpen() throws InterruptedException {
    objects.put(KEY, file(good("e-1")));
    publisher.failNext(2);

    assertThat(redrive.send(letter(ofObject("not-gzip", -1))))
        .isEqualTo(new Redrive.Result.NotHad("told to fail"));
    assertThat(publisher.facts).isEmpty();
  }

  private static DeadLetter.Builder ofCarried(String reason, int index, String record) {
    return keeping(
        ofObject(reason, index).setSource("sqs:https://q").setBucket("").setKey("eventbridge:1-2"),
        record.getBytes(UTF_8));
  }

  @Test
  void aRecordThatCameInAMessageIsReadAsThen() throws InterruptedException {
    for (Letter letter :
        List.of(
            letter(ofCarried("poison", -1, good("e-1"))),
            letter(ofCarried("missing-event-id", 0, good("e-1"))))) {
      assertThat(redrive.send(letter)).isEqualTo(new Redrive.Result.Through(1, 0));
    }

    assertThat(publisher.facts).extracting(Fact::getOrigin).containsOnly(Origin.EVENTBRIDGE);
    assertThat(publisher.facts).extracting(Fact::getSource).containsOnly("eventbridge:1-2");
    assertThat(publisher.factSet()).hasSize(1);
    assertThat(fetched).isEmpty();
    assertThat(publisher.letters).isEmpty();
  }

  @Test
  void aRecordThatCameInAMessageAndIsStillBadGetsNoSecondLetter() throws InterruptedException {
    for (String bad : List.of(bad(), "{\"eventSource\":\"sagemaker.amazonaws.com\"", "no record")) {
      assertThat(redrive.send(letter(ofCarried("poison", -1, bad))))
          .as(bad)
          .isInstanceOf(Redrive.Result.Refused.class);
    }
    assertThat(publisher.letters).isEmpty();
  }

  @Test
  void aRecordThatCameInAMessageAndWasKeptInPartIsNamedAsImpossible() throws InterruptedException {
    assertThat(redrive.send(letter(ofCarried("poison", -1, "x".repeat(70_000)))))
        .isEqualTo(
            new Redrive.Result.Impossible(
                "only a part of the record was kept; its copy in the bucket comes by itself"));
    assertThat(
            redrive.send(
                letter(ofCarried("record-too-large", 0, "").setSample(ByteBuffer.allocate(0)))))
        .isEqualTo(
            new Redrive.Result.Impossible(
                "nothing of the record was kept; its copy in the bucket comes by itself"));
  }

  @Test
  void aPoisonousObjectIsFetchedAgainAndItsBadRecordsGetLettersOfTheirOwn()
      throws InterruptedException {
    objects.put(KEY, file(good("e-1"), bad()));

    assertThat(redrive.send(letter(ofObject("poison", -1))))
        .isEqualTo(new Redrive.Result.Through(1, 1));
    assertThat(fetched).containsExactly("s3://b/" + KEY);
    assertThat(publisher.letters)
        .extracting(DeadLetter::getRecordIndex, DeadLetter::getReason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(1, "bad-event-time"));
  }
}
