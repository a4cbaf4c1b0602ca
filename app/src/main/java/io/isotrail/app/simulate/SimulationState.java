package io.isotrail.app.simulate;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;

/**
 * What a directory already holds, so that a restart neither writes the past anew nor mixes two
 * organisations. Written before the first log file and again after the last: a past that was cut
 * short is written again from the same options, which gives the same files.
 *
 * @param parameters the options by which the past is made, without its end
 * @param end end of the past
 * @param whole whether all of it is there
 */
record SimulationState(String parameters, Instant end, boolean whole) {

  private static final String FILE = "simulation.state";

  static String parametersOf(SimulationOptions options) {
    return "accounts=%d days=%d seed=%d recordsPerDay=%d sageMakerShare=%s recordsPerFile=%d"
        .formatted(
            options.accounts(),
            options.days(),
            options.seed(),
            options.recordsPerDay(),
            options.sageMakerShare(),
            options.recordsPerFile());
  }

  /**
   * @throws IOException when the file is there and cannot be read
   */
  static Optional<SimulationState> read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(file)));
    try {
      return Optional.of(
          new SimulationState(
              properties.getProperty("parameters", ""),
              Instant.parse(properties.getProperty("end", "")),
              Boolean.parseBoolean(properties.getProperty("whole"))));
    } catch (DateTimeParseException e) {
      throw new IOException(
          file + " is not a state of the simulator: remove it and AWSLogs beside it", e);
    }
  }

  void write(Path directory) throws IOException {
    GovernanceDocuments.replace(
        directory.resolve(FILE),
        "# Written by isotrail simulate.\nparameters=%s\nend=%s\nwhole=%s\n"
            .formatted(parameters, end, whole));
  }
}
