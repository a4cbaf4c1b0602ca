package io.isotrail.streams.simulation;

import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.time.Duration;
import java.util.List;

/**
 * Settings of simulations.
 *
 * @param facts held in memory at once: those of one partition of the topic
 * @param timeout longest simulation
 * @param changed changed rows in an answer
 */
public record SimulationSettings(int facts, Duration timeout, int changed) {

  public static final Setting<Integer> FACTS =
      Setting.integer(
          "isotrail.simulation.facts",
          300_000,
          1,
          100_000_000,
          "Facts that a simulation holds in memory at once, about 1 KiB each: those of one partition"
              + " of the topic of facts. When a partition has more the simulation is refused with"
              + " 503.");

  public static final Setting<Duration> TIMEOUT =
      Setting.duration(
          "isotrail.simulation.timeout",
          "60s",
          "Longest simulation; one that takes longer is given up and answered 503. Only one runs at"
              + " a time, others are answered 429.");

  public static final Setting<Integer> CHANGED =
      Setting.integer(
          "isotrail.simulation.changed",
          1_000,
          0,
          100_000,
          "Changed rows that the answer to a simulation lists, in the order of their keys; of more"
              + " only the number is told.");

  /** All of them, in the order of the reference page. */
  public static final List<Setting<?>> ALL = List.of(FACTS, TIMEOUT, CHANGED);

  public SimulationSettings {
    if (!timeout.isPositive()) {
      throw new SettingsException(TIMEOUT.key() + ": must be longer than nothing");
    }
  }

  public static SimulationSettings from(Settings settings) {
    return new SimulationSettings(
        settings.get(FACTS), settings.get(TIMEOUT), settings.get(CHANGED));
  }
}
