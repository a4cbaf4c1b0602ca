package io.isotrail.app.deadletters;

import io.isotrail.ingest.letters.Letter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose letters. */
final class Chosen {

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only letters of this reason, e.g. not-gzip.")
  @Nullable String reason;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      converter = SinceConverter.class,
      description =
          "Only letters written since a day (2026-10-01), an instant (2026-10-01T08:00:00Z) or for"
              + " so long (PT6H, P7D).")
  @Nullable Instant since;

  boolean holds(Letter letter) {
    return reason == null || letter.content().getReason().equals(reason);
  }

  Optional<Instant> since() {
    return Optional.ofNullable(since);
  }

  /** Reads a day, an instant or a duration before now. */
  static final class SinceConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        if (text.startsWith("P")) {
          return Instant.now().minus(Duration.parse(text));
        }
        return text.length() == 10
            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
            : Instant.parse(text);
      } catch (DateTimeException | ArithmeticException e) {
        throw new TypeConversionException(
            "a day such as 2026-10-01, an instant such as 2026-10-01T08:00:00Z or a duration such"
                + " as P7D is needed, not '"
                + text
                + "'");
      }
    }
  }
}
