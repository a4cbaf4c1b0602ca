package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.avro.DeadLetter;
import io.isotrail.schemas.topic.RedriveMark;
import io.isotrail.streams.deadletters.DeadLetterReader;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersTest {

  private static final String PATH = "/api/v1/dead-letters";

  private final RunningServer server = new RunningServer(Map.of());
  private final List<Map<Integer, Long>> asked = new ArrayList<>();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_sample_is_shown_as_base64_and_the_cursor_goes_on() throws Exception {
    server.deadLetters =
        (before, limit) -> {
          asked.add(before);
          assertThat(limit).isEqualTo(2);
          return new DeadLetterReader.Page(
              List.of(
                  new DeadLetterReader.Letter(
                      3, 17, letter("<script>\0"), 70_000, Optional.empty()),
                  new DeadLetterReader.Letter(
                      3,
                      16,
                      letter(""),
                      0,
                      Optional.of(new RedriveMark(3, 16, 9, "published 1 facts")))),
              asked.size() == 1 ? Map.of(3, 17L, 0, 5L) : Map.of());
        };

    JsonNode first = RunningServer.json(server.get(PATH + "?limit=2"));
    JsonNode second =
        RunningServer.json(server.get(PATH + "?limit=2&cursor=" + first.get("next").asText()));

    assertThat(first.at("/items/0/sampleBase64").asText()).isEqualTo("PHNjcmlwdD4A");
    assertThat(first.at("/items/0/sampleBytes").asInt()).isEqualTo(70_000);
    assertThat(first.at("/items/0/reason").asText()).isEqualTo("not-gzip");
    assertThat(first.at("/items/0/at").asText()).isEqualTo("1970-01-01T00:00:07Z");
    assertThat(first.at("/items/0/recordIndex").isNull()).isTrue();
    assertThat(first.at("/items/0/redriven").isNull()).isTrue();
    assertThat(first.at("/items/1/redriven/at").asText()).isEqualTo("1970-01-01T00:00:09Z");
    assertThat(first.at("/items/1/redriven/outcome").asText()).isEqualTo("published 1 facts");
    assertThat(first.toString()).doesNotContain("<script>");
    assertThat(asked).containsExactly(Map.of(), Map.of(3, 17L, 0, 5L));
    assertThat(second.get("next").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=!",
        "cursor=MTox%0A",
        "cursor=YQ",
        "reason=x"
      })
  void what_cannot_be_answered_is_named(String query) throws Exception {
    HttpResponse<String> response = server.get(PATH + "?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningServer.json(response).get("parameter").asText())
        .isEqualTo(query.substring(0, query.indexOf('=')));
  }

  @Test
  void when_kafka_is_away_it_says_so() throws Exception {
    server.deadLetters =
        (before, limit) -> {
          throw new DeadLetterReader.UnavailableException("broker-7.internal");
        };

    HttpResponse<String> response = server.get(PATH);

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("5");
    assertThat(response.body()).doesNotContain("broker-7");
  }

  private static DeadLetter letter(String sample) {
    return DeadLetter.newBuilder()
        .setSource("dir:logs")
        .setKey("a.json.gz")
        .setReason("not-gzip")
        .setMessage("not gzip")
        .setSample(ByteBuffer.wrap(sample.getBytes(StandardCharsets.UTF_8)))
        .setAt(7)
        .build();
  }
}
