package io.isotrail.streams;

import io.isotrail.schemas.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to when what befell the logs was looked into: an instant, or a file that holds one and is read
 * again when it is asked for, once a second at most. Safe for use by many threads.
 */
public final class Acknowledged {

  private static final Logger LOG = LoggerFactory.getLogger(Acknowledged.class);
  private static final String FILE = "file:";
  private static final long READ_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A file that is larger holds no instant. */
  private static final int MOST_BYTES = 1_024;

  private final Optional<Path> file;
  private Optional<Instant> until;
  private long readAt;
  private boolean failing;

  private Acknowledged(Optional<Path> file, Optional<Instant> until) {
    this.file = file;
    this.until = until;
    this.readAt = System.nanoTime();
  }

  /**
   * Reads the setting: nothing, an instant, or {@code file:PATH}.
   *
   * @throws SettingsException naming the setting, also when the file cannot be read now
   */
  static Acknowledged parse(String text) {
    String stripped = text.strip();
    try {
      if (!stripped.startsWith(FILE)) {
        return new Acknowledged(Optional.empty(), instant(stripped));
      }
      Path path = Path.of(stripped.substring(FILE.length()));
      return new Acknowledged(Optional.of(path), read(path));
    } catch (IllegalArgumentException | IOException e) {
      throw new SettingsException(
          StreamsSettings.ACKNOWLEDGED_UNTIL.key()
              + ": an instant such as 2026-10-31T12:00:00Z is needed, or file:PATH of a file that"
              + " holds one; not '"
              + stripped
              + "'",
          e);
    }
  }

  private static Optional<Instant> read(Path path) throws IOException {
    if (Files.size(path) > MOST_BYTES) {
      throw new IOException("too large");
    }
    return instant(Files.readString(path).strip());
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("no instant", e);
    }
  }

  /** The instant that holds now; empty: nothing is acknowledged. */
  public synchronized Optional<Instant> until() {
    if (file.isPresent() && System.nanoTime() - readAt >= READ_EVERY_NANOS) {
      readAt = System.nanoTime();
      readAgain(file.get());
    }
    return until;
  }

  private void readAgain(Path path) {
    try {
      Optional<Instant> now = read(path);
      if (!now.equals(until)) {
        LOG.info("what befell the logs is acknowledged until {}", now);
      }
      until = now;
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        LOG.warn("{} holds no instant now; what it said before holds", path);
      }
      failing = true;
    }
  }
}
