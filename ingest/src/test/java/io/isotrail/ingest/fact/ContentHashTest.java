package io.isotrail.ingest.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Origin;
import io.isotrail.ingest.given.Records;
import io.isotrail.schemas.fact.ContentHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

/** What two copies of one event have in common, and how large a fact may become. */
class ContentHashTest {

  /** Kafka's default for the largest record, with room for its head. */
  private static final int MOST_FACT_BYTES = 900_000;

  @Property(tries = 200)
  void theOrderOfFieldsAndOfTagsDoesNotMatter(@ForAll long seed) {
    List<String> members =
        new ArrayList<>(
            List.of(
                "\"modelName\":\"m\"",
                "\"enableNetworkIsolation\":true",
                "\"executionRoleArn\":\"r\"",
                "\"vpcConfig\":{\"subnets\":[\"s\"]}"));
    List<String> tags =
        new ArrayList<>(
            List.of("{\"key\":\"a\",\"value\":\"1\"}", "{\"value\":\"2\",\"key\":\"b\"}"));
    String given = hash(members, tags);
    Random random = new Random(seed);
    Collections.shuffle(members, random);
    Collections.shuffle(tags, random);

    assertThat(hash(members, tags)).isEqualTo(given);
  }

  private static String hash(List<String> members, List<String> tags) {
    String request =
        "{" + String.join(",", members) + ",\"tags\":[" + String.join(",", tags) + "]}";
    return FactReaderTest.fact(Records.call("CreateModel", "e", request)).getContentHash();
  }

  @Test
  void whereItCameFromDoesNotMatterAndWhatItSaysDoes() {
    Fact fact = FactReaderTest.fact(Records.call("CreateModel", "e", "{\"modelName\":\"m\"}"));
    Fact elsewhere = Fact.newBuilder(fact).setOrigin(Origin.EVENTBRIDGE).setSource("x").build();
    Fact renamed = Fact.newBuilder(fact).setName("n").build();

    assertThat(ContentHash.of(elsewhere)).isEqualTo(fact.getContentHash());
    assertThat(ContentHash.of(renamed)).isNotEqualTo(fact.getContentHash());
  }

  @Test
  void theContentOfOneFactIsNotTheContentOfAnother() {
    // Lengths are part of the hash: else these two would run together.
    Fact one = tagged("ab", "c");
    Fact other = tagged("a", "bc");

    assertThat(one.getContentHash()).isNotEqualTo(other.getContentHash());
  }

  private static Fact tagged(String key, String value) {
    return FactReaderTest.fact(
        Records.call(
            "CreateModel",
            "e",
            "{\"modelName\":\"m\",\"tags\":[{\"key\":\"%s\",\"value\":\"%s\"}]}"
                .formatted(key, value)));
  }

  @Test
  void theLargestRequestStillFitsIntoOneRecordOfKafka() throws IOException {
    String wide = "\u20ac".repeat(5_000);
    StringBuilder tags = new StringBuilder();
    StringBuilder containers = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String comma = i == 0 ? "" : ",";
      tags.append(comma).append("{\"key\":\"%d%s\",\"value\":\"%s\"}".formatted(i, wide, wide));
      containers
          .append(comma)
          .append("{\"image\":\"%d%s\",\"modelPackageName\":\"%d%s\"}".formatted(i, wide, i, wide));
    }

    Fact fact =
        FactReaderTest.fact(
            Records.call(
                "CreateModel",
                "e",
                "{\"modelName\":\"m\",\"tags\":["
                    + tags
                    + "],\"containers\":["
                    + containers
                    + "]}"));

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<>(Fact.class).write(fact, encoder);
    encoder.flush();
    assertThat(bytes.size()).isLessThan(MOST_FACT_BYTES);
  }
}
