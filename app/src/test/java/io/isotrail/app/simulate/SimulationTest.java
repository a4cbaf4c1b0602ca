package io.isotrail.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {

  private static final Instant END = Instant.parse("2026-05-04T00:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void theSameOptionsGiveTheSameBytes() throws IOException {
    write("one", 7);
    write("two", 7);
    write("other", 8);

    assertThat(contents("two")).isEqualTo(contents("one"));
    assertThat(contents("other").keySet()).isNotEqualTo(contents("one").keySet());
  }

  @Test
  void filesLieWhereCloudTrailPutsThem() throws IOException {
    write("out", 7);

    for (Path file : logs("out")) {
      Path relative = directory.resolve("out").relativize(file);
      assertThat(relative.toString().replace('\\', '/'))
          .matches(
              "AWSLogs/(o-[a-z0-9]{10}/)?(\\d{12})/CloudTrail/([a-z0-9-]+)/(\\d{4})/(\\d\\d)/(\\d\\d)/"
                  + "\\2_CloudTrail_\\3_\\4\\5\\6T\\d{4}Z_[A-Za-z0-9]{16}\\.json\\.gz");
    }
    assertThat(all("out")).noneMatch(file -> file.toString().endsWith(".part"));
  }

  @Test
  void recordsAreWhatTheyClaimToBe() throws IOException {
    Simulation.Summary summary = write("out", 7);

    long records = 0;
    long changing = 0;
    long late = 0;
    Set<String> ids = new HashSet<>();
    Map<String, Set<Path>> filesByEvent = new HashMap<>();
    for (Path file : logs("out")) {
      for (JsonNode record : records(file)) {
        records++;
        String id = record.path("recipientAccountId").asText() + record.path("eventID").asText();
        assertThat(record.path("eventVersion").asText()).isEqualTo("1.11");
        assertThat(record.path("eventID").asText()).hasSize(36);
        Instant at = Instant.parse(record.path("eventTime").asText());
        assertThat(at).isBeforeOrEqualTo(END);
        assertThat(file.toString()).contains(record.path("awsRegion").asText());
        if (isChangeOfSageMaker(record) && ids.add(id)) {
          changing++;
          late += at.isBefore(deliveredAt(file).minusSeconds(90_000)) ? 1 : 0;
        }
        filesByEvent.computeIfAbsent(id, key -> new HashSet<>()).add(file);
      }
    }
    assertThat(records).isEqualTo(summary.records());
    assertThat(changing).isEqualTo(summary.sageMakerRecords());
    assertThat((double) changing / records).isBetween(0.08, 0.12);
    assertThat(late).isPositive();
    assertThat(filesByEvent.values()).as("copies in other files").anyMatch(set -> set.size() > 1);
  }

  @Test
  void theWordAloneIsNoChange() throws IOException {
    write("out", 7);

    long decoys = 0;
    for (Path file : logs("out")) {
      for (JsonNode record : records(file)) {
        boolean mentions = record.toString().contains("sagemaker");
        decoys += mentions && !isOfSageMaker(record) ? 1 : 0;
      }
    }

    assertThat(decoys).isPositive();
  }

  @Test
  void everySituationOccurs() throws IOException {
    write("out", 7);

    Set<String> seen = new HashSet<>();
    for (Path file : logs("out")) {
      for (JsonNode record : records(file)) {
        if (isChangeOfSageMaker(record)) {
          situations(record, seen);
        }
      }
    }

    assertThat(seen)
        .contains(
            "CreateModel",
            "DeleteModel",
            "AddTags",
            "DeleteTags",
            "CreateEndpointConfig",
            "CreateEndpoint",
            "UpdateEndpoint",
            "CreateTrainingJob",
            "CreateProcessingJob",
            "flag true",
            "flag false",
            "flag absent",
            "omitted",
            "addendum",
            "denied, hidden",
            "denied, visible",
            "refused by validation",
            "failed otherwise",
            "ARN in another case");
  }

  @Test
  void aRestartWritesNothing() throws IOException {
    write("out", 7);
    Map<String, String> before = contents("out");

    Simulation.Summary again = simulation("out", 7, Optional.empty()).writePast();

    assertThat(again.alreadyThere()).isTrue();
    assertThat(again.end()).isEqualTo(END);
    assertThat(contents("out")).isEqualTo(before);
  }

  @Test
  void aPastThatWasCutShortIsMadeWhole() throws IOException {
    write("whole", 7);
    Simulation.Summary first = write("out", 7);
    Path state = directory.resolve("out/simulation.state");
    Files.writeString(state, Files.readString(state).replace("whole=true", "whole=false"));
    Files.delete(logs("out").getFirst());

    Simulation.Summary again = simulation("out", 7, Optional.empty()).writePast();

    assertThat(again).isEqualTo(first);
    assertThat(contents("out")).isEqualTo(contents("whole"));
  }

  @Test
  void anotherOrganisationIsNotMixedIn() throws IOException {
    write("out", 7);
    Path foreign = directory.resolve("foreign/AWSLogs");
    Files.createDirectories(foreign);

    assertThatThrownBy(() -> write("out", 8))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other options")
        .hasMessageContaining("--out");
    assertThatThrownBy(() -> write("foreign", 7))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not of the simulator");
  }

  @Test
  void optionsOutOfRangeAreNamed() {
    assertThatThrownBy(
            () -> new SimulationOptions(directory, 0, 1, 1, Optional.empty(), 100, 0.1, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("accounts must be from 1 to 200, not 0");
  }

  private Simulation.Summary write(String name, long seed) throws IOException {
    return simulation(name, seed, Optional.of(END)).writePast();
  }

  private Simulation simulation(String name, long seed, Optional<Instant> end) {
    return Simulation.of(
        new SimulationOptions(directory.resolve(name), 3, 40, seed, end, 120, 0.1, 60),
        Clock.fixed(END.plusSeconds(86_400), ZoneOffset.UTC));
  }

  private static boolean isOfSageMaker(JsonNode record) {
    return record.path("eventSource").asText().equals("sagemaker.amazonaws.com");
  }

  private static boolean isChangeOfSageMaker(JsonNode record) {
    return isOfSageMaker(record) && !record.path("readOnly").asBoolean();
  }

  private static void situations(JsonNode record, Set<String> seen) {
    JsonNode request = record.path("requestParameters");
    String code = record.path("errorCode").asText();
    if (code.startsWith("AccessDenied")) {
      seen.add(request.isNull() ? "denied, hidden" : "denied, visible");
    } else if (code.equals("ValidationException")) {
      seen.add(
          record.path("errorMessage").asText().contains("Marketplace")
              ? "refused by validation"
              : "failed otherwise");
    } else {
      seen.add(record.path("eventName").asText());
    }
    if (record.path("eventName").asText().equals("CreateModel") && request.has("modelName")) {
      JsonNode flag = request.path("enableNetworkIsolation");
      seen.add("flag " + (flag.isBoolean() ? flag.asText() : "absent"));
    }
    if (request.path("omitted").asText().equals("true")) {
      seen.add("omitted");
    }
    if (record.has("addendum")) {
      seen.add("addendum");
    }
    if (request.path("resourceArn").asText().matches(".*model/.*[A-Z].*")) {
      seen.add("ARN in another case");
    }
  }

  private static Instant deliveredAt(Path file) {
    String stamp = file.getFileName().toString().split("_", -1)[3];
    return Instant.parse(
        stamp.substring(0, 4)
            + "-"
            + stamp.substring(4, 6)
            + "-"
            + stamp.substring(6, 11)
            + ":"
            + stamp.substring(11, 13)
            + ":00Z");
  }

  private static List<JsonNode> records(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      List<JsonNode> records = new ArrayList<>();
      JSON.readTree(in).path("Records").forEach(records::add);
      return records;
    }
  }

  private List<Path> logs(String name) throws IOException {
    return all(name).stream().filter(file -> file.toString().endsWith(".json.gz")).toList();
  }

  private List<Path> all(String name) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(name))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Map<String, String> contents(String name) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Path file : all(name)) {
      contents.put(
          directory.resolve(name).relativize(file).toString(),
          HexFormat.of().formatHex(Files.readAllBytes(file)));
    }
    return contents;
  }
}
