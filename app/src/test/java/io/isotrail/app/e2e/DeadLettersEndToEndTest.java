package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.app.broker.EmbeddedBroker;
import io.isotrail.schemas.topic.TopicCreator;
import io.isotrail.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters by the command line: written by a real reading, read from a real topic. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DeadLettersEndToEndTest {

  private static final String ESCAPE = "\u001b[2J";

  @TempDir static Path directory;

  private static EmbeddedBroker broker;
  private static Path damaged;

  @BeforeAll
  static void begin() throws Exception {
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      TopicCreator.ensure(admin, 2, (short) 1);
    }
    LogTree logs = new LogTree(directory.resolve("logs"));
    damaged = logs.raw("damaged.json.gz", "no gzip".getBytes(StandardCharsets.UTF_8));
    logs.records(
        "mixed",
        LogTree.create("good", "2026-03-01T08:00:00Z"),
        LogTree.create("bad", "yesterday")
            .replace("\"userAgent\":\"ci\"", "\"userAgent\":\"" + "\\u001b[2J\u202e" + "\""));
    InProcess ingest =
        run(
            "ingest",
            "--source",
            "dir:" + directory.resolve("logs"),
            "--set",
            "isotrail.app.health.port=0");
    assertThat(ingest.code()).as(ingest.err()).isZero();
  }

  @AfterAll
  static void end() {
    broker.close();
  }

  private static InProcess run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--set");
    all.add("kafka.bootstrap.servers=" + broker.bootstrap());
    all.add("--set");
    all.add("schema.registry.url=file:" + directory.resolve("schemas.jsonl"));
    return InProcess.run(all.toArray(String[]::new));
  }

  private static JsonNode list(String... more) throws IOException {
    List<String> all = new ArrayList<>(List.of("dead-letters", "list", "--format", "json"));
    all.addAll(List.of(more));
    InProcess listed = run(all.toArray(String[]::new));
    assertThat(listed.code()).as(listed.err()).isZero();
    return Answers.json(listed.out()).required("items");
  }

  private static String idOf(String reason) throws IOException {
    return list("--reason", reason, "--all").required(0).required("id").textValue();
  }

  private static long records(String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      long records = 0;
      for (int i = 0; i < partitions; i++) {
        TopicPartition partition = new TopicPartition(topic, i);
        records +=
            admin
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
      }
      return records;
    }
  }

  @Test
  @Order(1)
  void lettersAreListedAndChosen() throws IOException {
    assertThat(list()).hasSize(2);
    assertThat(list("--reason", "not-gzip")).hasSize(1);
    assertThat(list("--reason", "no-such-reason")).isEmpty();
    assertThat(list("--since", "PT1H")).hasSize(2);
    assertThat(list("--since", "2999-01-01")).isEmpty();
    assertThat(list("--limit", "1")).hasSize(1);

    InProcess table = run("dead-letters", "list");
    assertThat(table.out())
        .containsPattern("ID +AT +REASON +RECORD +STATE +OF +MESSAGE")
        .containsPattern("0@\\d+ .* not-gzip +- +open .*damaged.json.gz")
        .containsPattern("0@\\d+ .* bad-event-time +1 +open .*mixed.json.gz");
  }

  @Test
  @Order(2)
  void whatOthersWroteIsShownEscaped() throws IOException {
    InProcess shown = run("dead-letters", "show", idOf("bad-event-time"));

    assertThat(shown.code()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("reason   bad-event-time")
        .contains("\"eventTime\":\"yesterday\"")
        .contains("\\u202e")
        .doesNotContain("\u202e", ESCAPE, "\u001b");
    assertThat(run("dead-letters", "show", idOf("bad-event-time"), "--body").out())
        .startsWith("{\"eventVersion\"")
        .contains("\u202e");
    InProcess none = run("dead-letters", "show", idOf("not-gzip"), "--body");
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("nothing of it was kept");
  }

  @Test
  @Order(3)
  void whatIsNotMendedStaysOpenAndIsWrittenNoSecondTime() throws Exception {
    long before = records(Topics.DEAD_LETTERS.name(), 1);

    InProcess redriven = run("dead-letters", "redrive");

    assertThat(redriven.code()).as(redriven.err()).isEqualTo(4);
    assertThat(redriven.out())
        .contains("refused as before: not-gzip")
        .contains("refused as before: bad-event-time");
    assertThat(redriven.err()).contains("2 dead letters, 2 refused as before");
    assertThat(records(Topics.DEAD_LETTERS.name(), 1)).isEqualTo(before);
    assertThat(list()).hasSize(2);
  }

  @Test
  @Order(4)
  void whatIsMendedComesThroughOnceAndIsMarked() throws Exception {
    Files.write(
        damaged,
        LogTree.deflated("{\"Records\":[" + LogTree.create("late", "2026-03-01T09:00:00Z") + "]}"));
    long facts = records(Topics.FACTS.name(), 2);

    InProcess redriven = run("dead-letters", "redrive", "--reason", "not-gzip");

    assertThat(redriven.code()).as(redriven.err()).isZero();
    assertThat(redriven.out()).contains("came through: published 1 facts");
    assertThat(records(Topics.FACTS.name(), 2)).isEqualTo(facts + 1);
    assertThat(list()).hasSize(1);
    JsonNode marked = list("--all", "--reason", "not-gzip").required(0);
    assertThat(marked.required("redriven").required("outcome").textValue())
        .isEqualTo("published 1 facts");
    assertThat(run("dead-letters", "list", "--all").out())
        .containsPattern("not-gzip +- +redriven \\d{4}-\\d\\d-\\d\\dT.*damaged.json.gz")
        .containsPattern("bad-event-time +1 +open ");
    assertThat(run("dead-letters", "show", idOf("not-gzip")).out())
        .contains("state    redriven at");

    InProcess again = run("dead-letters", "redrive", "--reason", "not-gzip");
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("0 dead letters");
    assertThat(records(Topics.FACTS.name(), 2)).isEqualTo(facts + 1);
  }

  @Test
  @Order(5)
  void whatCannotBeMeantIsNamed() {
    assertThat(run("dead-letters", "show", "seventeen"))
        .matches(shown -> shown.code() == 2 && shown.err().contains("such as 0@17"));
    assertThat(run("dead-letters", "redrive", "0@999"))
        .matches(shown -> shown.code() == 2 && shown.err().contains("no dead letter 0@999"));
    assertThat(run("dead-letters", "redrive", "0@0", "--reason", "x"))
        .matches(shown -> shown.code() == 2 && shown.err().contains("Give one ID"));
    assertThat(run("dead-letters", "list", "--limit", "0"))
        .matches(shown -> shown.code() == 2 && shown.err().contains("1 to 100000"));
    assertThat(run("dead-letters", "list", "--since", "monday"))
        .matches(shown -> shown.code() == 2 && shown.err().contains("2026-10-01"));
  }
}
