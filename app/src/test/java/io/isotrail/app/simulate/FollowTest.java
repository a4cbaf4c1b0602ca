package io.isotrail.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowTest {

  private static final Instant END = Instant.parse("2026-05-04T00:00:00Z");
  private static final Follower.Pace HASTE =
      new Follower.Pace(Duration.ofMillis(1), Duration.ofMillis(5), 0.9);

  @TempDir private Path directory;

  @Test
  void followingAddsWholeFilesOfNewEventsUntilClosed() throws IOException {
    Set<Path> past;
    try (Simulation simulation = simulation()) {
      simulation.writePast();
      past = logs();
      simulation.follow(HASTE);
      await()
          .atMost(Duration.ofSeconds(60))
          // A file may be renamed while the tree is walked.
          .ignoreExceptions()
          .until(() -> logs().size() >= past.size() + 40);
    }
    Set<Path> after = logs();

    Set<String> ids = new HashSet<>();
    for (Path file : past) {
      read(file).forEach(record -> ids.add(record.path("eventID").asText()));
    }
    Set<Path> added = new HashSet<>(after);
    added.removeAll(past);
    Set<String> fresh = new HashSet<>();
    for (Path file : added) {
      for (JsonNode record : read(file)) {
        assertThat(Instant.parse(record.path("eventTime").asText())).isAfter(END);
        assertThat(ids).doesNotContain(record.path("eventID").asText());
        fresh.add(record.path("eventName").asText());
      }
    }
    assertThat(fresh).contains("CreateModel");
    assertThat(logs()).as("nothing is written after close").isEqualTo(after);
  }

  @Test
  void closingWithoutFollowingIsFine() throws IOException {
    try (Simulation simulation = simulation()) {
      assertThat(simulation.writePast().alreadyThere()).isFalse();
    }
  }

  private Simulation simulation() {
    return Simulation.of(
        new SimulationOptions(directory, 2, 5, 3, Optional.of(END), 60, 0.1, 50),
        Clock.systemUTC());
  }

  private Set<Path> logs() {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".json.gz")).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new ObjectMapper().readTree(in).path("Records");
    }
  }
}
