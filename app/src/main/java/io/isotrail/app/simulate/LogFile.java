package io.isotrail.app.simulate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * One CloudTrail log file being filled. It appears under its name only when it is whole: it is
 * written beside as {@code .part} and renamed. Shape and name as the CloudTrail user guide has them
 * ("CloudTrail log file name format").
 */
final class LogFile {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Bytes body = new Bytes();
  private int records;

  LogFile() {
    start();
  }

  int records() {
    return records;
  }

  /** Where the next record is to be written; call once for each record. */
  Bytes next() {
    if (records++ > 0) {
      body.append(',');
    }
    return body;
  }

  void add(byte[] record) {
    next().append(record);
  }

  /**
   * Writes the file and starts anew.
   *
   * @param trail directory that holds the trail's account folders
   * @param deliveredAt epoch seconds
   * @return bytes before compression
   */
  long write(Path trail, Place place, long deliveredAt, Dice dice) throws IOException {
    body.append("]}");
    Instant delivered = Instant.ofEpochSecond(deliveredAt);
    Path folder =
        trail.resolve(
            place.account() + "/CloudTrail/" + place.region() + "/" + DAY.format(delivered));
    Files.createDirectories(folder);
    String name =
        place.account()
            + "_CloudTrail_"
            + place.region()
            + "_"
            + MINUTE.format(delivered)
            + "_"
            + dice.alphanumeric(16)
            + ".json.gz";
    Path part = folder.resolve(name + ".part");
    try (OutputStream out =
        new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(part)), 1 << 16)) {
      body.writeTo(out);
    }
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    long length = body.length();
    start();
    return length;
  }

  private void start() {
    body.clear();
    body.append("{\"Records\":[");
    records = 0;
  }
}
