package io.isotrail.app.command;

import io.isotrail.ingest.IngestSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which days of delivery are read. */
final class DayOptions {

  @Option(
      names = "--from",
      paramLabel = "DAY",
      converter = DayConverter.class,
      description =
          "First day of delivery that is read, e.g. 2026-10-01. Default: the oldest found.")
  @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DAY",
      converter = DayConverter.class,
      description = "Last day of delivery that is read, inclusive. Default: the newest found.")
  @Nullable LocalDate to;

  /** Puts down what was given. */
  void into(Map<String, String> own) {
    if (from != null) {
      own.put(IngestSettings.FROM.key(), from.toString());
    }
    if (to != null) {
      own.put(IngestSettings.TO.key(), to.toString());
    }
  }

  /** The last second that can be known, where what came after it is left out. */
  Optional<Instant> end() {
    return Optional.ofNullable(to)
        .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1))
        .filter(Instant.now()::isAfter);
  }
}
