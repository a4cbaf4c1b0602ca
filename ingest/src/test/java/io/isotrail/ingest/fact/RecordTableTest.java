package io.isotrail.ingest.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Deployed;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Rejected;
import io.isotrail.avro.Tagged;
import io.isotrail.avro.Undeployed;
import io.isotrail.avro.Untagged;
import io.isotrail.ingest.given.Records;
import io.isotrail.ingest.read.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole records, each in a file of its own, and the table that says what each comes to. */
class RecordTableTest {

  /** A line of the table; empty where something does not apply. */
  record Expected(
      String file, String finding, String key, String isolation, String tags, String more) {

    static Expected parse(String line) {
      String[] cells = line.split("\\|", -1);
      List<String> six =
          Stream.concat(Stream.of(cells), Stream.generate(() -> "")).limit(6).toList();
      return new Expected(
          six.get(0).strip(),
          six.get(1).strip(),
          six.get(2).strip(),
          six.get(3).strip(),
          six.get(4).strip(),
          six.get(5).strip());
    }

    @Override
    public String toString() {
      return file + " -> " + finding;
    }
  }

  /** What a body says, in the words of the table. */
  private record Said(String finding, @Nullable Isolation isolation, String tags, String more) {

    static Said of(Object body) {
      return switch (body) {
        case Created it -> new Said("Created", it.getIsolation(), text(it.getTags()), more(it));
        case Rejected it -> new Said("Rejected", it.getIsolation(), text(it.getTags()), more(it));
        case Tagged it -> new Said("Tagged", null, text(it.getTags()), "");
        case Untagged it -> new Said("Untagged", null, "", String.join(" ", it.getKeys()));
        case Deployed it -> new Said("Deployed", null, "", more(it));
        case Deleted ignored -> new Said("Deleted", null, "", "");
        case Undeployed ignored -> new Said("Undeployed", null, "", "");
        default -> throw new AssertionError("no record says " + body);
      };
    }

    private static String text(Map<String, String> tags) {
      return new TreeMap<>(tags)
          .entrySet().stream()
              .map(tag -> tag.getKey() + "=" + tag.getValue())
              .collect(Collectors.joining(", "));
    }

    private static String more(Created it) {
      return join(
          it.getHidden() ? "hidden" : null,
          Boolean.TRUE.equals(it.getVpc()) ? "vpc" : null,
          Boolean.TRUE.equals(it.getInterContainerEncryption()) ? "encrypted" : null,
          it.getDefinition() == null ? null : it.getDefinitionKind() + " " + it.getDefinition(),
          models(it.getModels()));
    }

    private static String more(Rejected it) {
      return join(
          it.getDeniedAction(),
          it.getDenyingPolicy() == null ? null : "by " + it.getDenyingPolicy(),
          it.getRequestVisible() ? "visible" : null,
          it.getIsolationRequired() ? "required" : null);
    }

    private static String more(Deployed it) {
      return join(
          it.getEndpointConfig() == null ? null : "config " + it.getEndpointConfig(),
          it.getEndpoint() == null ? null : "endpoint " + it.getEndpoint(),
          models(it.getModels()));
    }

    private static @Nullable String models(List<String> models) {
      return models.isEmpty() ? null : "models " + String.join(" ", models);
    }

    private static String join(@Nullable String... parts) {
      return Stream.of(parts).filter(part -> part != null).collect(Collectors.joining(" "));
    }
  }

  private static Path folder() {
    try {
      return Path.of(RecordTableTest.class.getResource("/records/expected.csv").toURI())
          .resolveSibling("");
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static List<Expected> table() {
    try (Stream<String> lines = Files.lines(folder().resolve("expected.csv"))) {
      return lines.filter(line -> !line.startsWith("#")).map(Expected::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void eachRecordComesToWhatTheTableSays(Expected expected) throws IOException {
    byte[] bytes = Files.readAllBytes(folder().resolve(expected.file() + ".json"));

    Finding finding =
        FactReader.read(
            new RawRecord(0, 0, bytes, 0, bytes.length), Origin.S3, "s3://b/k", Records.AT_SECONDS);

    assertThat(described(expected.file(), finding)).isEqualTo(expected);
  }

  private static Expected described(String file, Finding finding) {
    return switch (finding) {
      case Finding.Skip skip -> new Expected(file, "skip " + skip.reason().code(), "", "", "", "");
      case Finding.Trail trail ->
          new Expected(file, "trail " + trail.event().getName(), "", "", "", "");
      case Finding.Bad bad -> new Expected(file, "bad " + bad.reason().code(), "", "", "", "");
      case Finding.Facts(List<Fact> facts) -> {
        assertThat(facts).hasSize(1);
        Fact fact = facts.getFirst();
        Said said = Said.of(fact.getBody());
        String isolation = said.isolation() == null ? "" : said.isolation().name();
        yield new Expected(file, said.finding(), key(fact), isolation, said.tags(), said.more());
      }
    };
  }

  private static String key(Fact fact) {
    return String.join(
        "/",
        fact.getPartition(),
        fact.getResourceAccount(),
        fact.getRegion(),
        fact.getKind(),
        fact.getName().toLowerCase(Locale.ROOT));
  }

  @Test
  void theTableNamesEveryRecordOfTheFolderOnce() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      List<String> records =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".json"))
              .map(name -> name.substring(0, name.length() - ".json".length()))
              .toList();

      assertThat(table()).extracting(Expected::file).containsExactlyInAnyOrderElementsOf(records);
    }
  }
}
