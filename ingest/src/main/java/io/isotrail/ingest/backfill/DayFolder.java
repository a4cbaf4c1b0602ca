package io.isotrail.ingest.backfill;

import io.isotrail.ingest.fetch.ObjectId;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** One day of one folder: counts what is open of it, and ends once nothing is. */
final class DayFolder {

  private static final DateTimeFormatter PATH = DateTimeFormatter.ofPattern("uuuu/MM/dd/");

  private final TrailFolder folder;
  private final LocalDate day;

  /** Its listing is open too. */
  private int open = 1;

  private boolean lacking;

  DayFolder(TrailFolder folder, LocalDate day) {
    this.folder = folder;
    this.day = day;
  }

  TrailFolder folder() {
    return folder;
  }

  LocalDate day() {
    return day;
  }

  String prefix() {
    return folder.prefix() + PATH.format(day);
  }

  /** What stands for it among settled objects. */
  ObjectId mark() {
    return new ObjectId(folder.bucket().source().bucket(), prefix(), -1, "");
  }

  synchronized void opened() {
    open++;
  }

  /**
   * Something of it has ended.
   *
   * @param had false when it could not be had
   * @return whether that was the last
   */
  synchronized boolean ended(boolean had) {
    lacking |= !had;
    open--;
    return open == 0;
  }

  /** Part of it was not even tried. */
  synchronized void lacks() {
    lacking = true;
  }

  /** Whether something of it could not be had. */
  synchronized boolean lacking() {
    return lacking;
  }
}
