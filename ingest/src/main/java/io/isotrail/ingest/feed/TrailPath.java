package io.isotrail.ingest.feed;

import io.isotrail.ingest.feed.Notice.Reason;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the path of an object says, in a bucket as in a directory: {@code
 * [prefix/]AWSLogs/[o-ORG/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_TIME_ID.json.gz}.
 * The folder decides, not the file name, of which several forms are about.
 */
public final class TrailPath {

  private static final Pattern DAY = Pattern.compile("/(\\d{4})/(\\d{2})/(\\d{2})/");
  private static final Pattern DELIVERED =
      Pattern.compile("_(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(?:\\d{2})?Z");
  private static final Pattern ACCOUNT = Pattern.compile("/(\\d{12})/CloudTrail/");

  private TrailPath() {}

  /**
   * Why an object is left out by its path alone; empty when it is a log of the trail.
   *
   * @param path the key, or the path below the root, with slashes
   * @param trailOnly true when the source holds an AWSLogs folder: then only what is below it
   *     counts
   */
  public static Optional<Reason> leftOut(String path, boolean trailOnly, DeliveryDays days) {
    if (path.endsWith("/")) {
      return Optional.of(Reason.FOLDER_MARKER);
    }
    String slashed = "/" + path;
    if (trailOnly && !slashed.contains("/AWSLogs/")) {
      return Optional.of(Reason.OTHER_FOLDER);
    }
    Optional<Reason> byFolder = byFolder(slashed);
    if (byFolder.isPresent()) {
      return byFolder;
    }
    if (!path.endsWith(".json.gz") && !path.endsWith(".json")) {
      return Optional.of(Reason.OTHER_FILE);
    }
    return day(path).filter(day -> !days.include(day)).map(_ -> Reason.OTHER_DAY);
  }

  private static Optional<Reason> byFolder(String slashed) {
    if (slashed.contains("/CloudTrail-Digest/")) {
      return Optional.of(Reason.DIGEST);
    }
    if (slashed.contains("/CloudTrail-Insight/")) {
      return Optional.of(Reason.INSIGHT);
    }
    if (slashed.contains("/CloudTrail-NetworkActivity/")) {
      return Optional.of(Reason.NETWORK_ACTIVITY);
    }
    if (slashed.contains("/CloudTrail-Aggregated/")) {
      return Optional.of(Reason.AGGREGATED);
    }
    // Config, VPC flow logs and others deliver under AWSLogs too.
    return slashed.contains("/AWSLogs/") && !slashed.contains("/CloudTrail/")
        ? Optional.of(Reason.OTHER_FOLDER)
        : Optional.empty();
  }

  /** The day of delivery in the path; empty when there is none. */
  static Optional<LocalDate> day(String path) {
    Matcher matcher = DAY.matcher("/" + path);
    while (matcher.find()) {
      try {
        return Optional.of(
            LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3)));
      } catch (DateTimeException e) {
        // Three numbers that are no day; there may be a day further down.
        matcher.region(matcher.end(1), path.length() + 1);
      }
    }
    return Optional.empty();
  }

  /** The instant of delivery in the file's name, epoch seconds; empty when there is none. */
  public static OptionalLong deliveredAt(String path) {
    Matcher matcher = DELIVERED.matcher(path.substring(path.lastIndexOf('/') + 1));
    if (matcher.find()) {
      try {
        return OptionalLong.of(
            LocalDateTime.of(
                    number(matcher, 1),
                    number(matcher, 2),
                    number(matcher, 3),
                    number(matcher, 4),
                    number(matcher, 5))
                .toEpochSecond(ZoneOffset.UTC));
      } catch (DateTimeException e) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  /** The account whose folder it lies in; empty when the path does not say. */
  public static Optional<String> account(String path) {
    Matcher matcher = ACCOUNT.matcher("/" + path);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
