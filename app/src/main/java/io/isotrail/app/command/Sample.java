package io.isotrail.app.command;

import io.isotrail.app.pipeline.Pipeline;
import io.isotrail.app.simulate.Simulation;
import io.isotrail.app.simulate.SimulationOptions;
import io.isotrail.ingest.IngestSettings;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.streams.StreamsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sample organisation that {@code isotrail up} shows when it is given no source. */
record Sample(Simulation simulation) implements AutoCloseable {

  static Sample under(Path data) {
    return new Sample(Simulation.of(SimulationOptions.sample(directory(data))));
  }

  /**
   * Requires that a directory holds nothing of the other sort: what was read stays in the numbers.
   *
   * @param sample true when the sample is to be shown, false when a source was given
   * @throws SettingsException naming the directory and the mend
   */
  static void requireUnmixed(Path data, boolean sample) {
    boolean holdsSample = Files.exists(directory(data));
    if (!sample && holdsSample) {
      throw new SettingsException(
          "the data directory %s holds the sample organisation, whose models would be counted with"
                  .formatted(data)
              + " yours; choose another with --data, or remove it");
    }
    if (sample && !holdsSample && Pipeline.isUsed(data)) {
      throw new SettingsException(
          "the data directory %s holds what was read of a source, with which the sample would be"
                  .formatted(data)
              + " counted; give that --source again, choose another directory with --data, or"
              + " remove it");
    }
  }

  private static Path directory(Path data) {
    return data.resolve("sample");
  }

  /** The settings that point to the sample; a policy and exceptions that were given win. */
  Settings over(Settings given) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(IngestSettings.SOURCE.key(), "dir:" + simulation.logs());
    values.put(IngestSettings.WATCH.key(), "true");
    values.put(StreamsSettings.POLICY.key(), simulation.policy().toString());
    values.put(StreamsSettings.EXCEPTIONS.key(), simulation.exceptions().toString());
    values.keySet().removeAll(given.values().keySet());
    return given.with(values);
  }

  /** Writes its past, unless it is there, and goes on in real time. */
  void begin() throws IOException {
    simulation.writePast();
    simulation.follow();
  }

  @Override
  public void close() {
    simulation.close();
  }
}
