package io.isotrail.app.command;

import io.isotrail.schemas.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where log files come from, as people write it. */
final class Source {

  private static final String DIRECTORY = "dir:";

  private Source() {}

  /**
   * The source as ingest reads it; a path that exists may stand without {@code dir:}.
   *
   * @throws SettingsException when it is none of the three kinds, or a directory that does not
   *     exist
   */
  static String of(String text) {
    if (text.startsWith("s3:") || text.startsWith("sqs:")) {
      return text;
    }
    Path path = Path.of(text.startsWith(DIRECTORY) ? text.substring(DIRECTORY.length()) : text);
    if (Files.isDirectory(path)) {
      return DIRECTORY + path;
    }
    if (text.startsWith(DIRECTORY)) {
      throw new SettingsException(
          "--source: "
              + (Files.exists(path)
                  ? path + " is not a directory"
                  : "there is no directory " + path));
    }
    throw new SettingsException(
        "--source: '" + text + "' is none of dir:PATH, s3:BUCKET/PREFIX and sqs:QUEUE_URL");
  }
}
