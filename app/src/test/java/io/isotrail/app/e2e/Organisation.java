package io.isotrail.app.e2e;

import io.isotrail.app.simulate.Simulation;
import io.isotrail.app.simulate.SimulationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A simulated organisation with the answer that is expected of it.
 *
 * @param directory holds {@code AWSLogs}, the governance files and {@code expected.json}
 * @param end as of which the answer is
 */
record Organisation(Path directory, Instant end) {

  private static final Instant END = Instant.parse("2026-05-04T00:00:00Z");

  static Organisation make(Path directory, int accounts, int days, int recordsPerDay)
      throws IOException {
    SimulationOptions options =
        new SimulationOptions(
            directory, accounts, days, 7, Optional.of(END), recordsPerDay, 0.05, 100);
    try (Simulation simulation = Simulation.of(options)) {
      simulation.writePast();
      simulation.writeExpected();
    }
    return new Organisation(directory, END);
  }

  String source() {
    return "dir:" + directory.resolve("AWSLogs");
  }

  String policy() {
    return directory.resolve("policy.yaml").toString();
  }

  String exceptions() {
    return directory.resolve("exceptions.yaml").toString();
  }

  String expected() throws IOException {
    return Files.readString(directory.resolve("expected.json"));
  }
}
