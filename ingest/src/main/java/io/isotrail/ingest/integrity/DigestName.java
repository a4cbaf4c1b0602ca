package io.isotrail.ingest.integrity;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the key of a digest says: {@code
 * [prefix/]AWSLogs/[o-ORG/]ACCOUNT/CloudTrail-Digest/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail-Digest_REGION_TRAIL_HOMEREGION_TIME[_backfill].json.gz}
 * (AWS CloudTrail User Guide, "CloudTrail digest file structure").
 *
 * @param bucket bucket in which it lies; empty in a directory
 * @param key its key, or its path below the root
 * @param chain the chain to which it belongs
 * @param end the end of the time that it covers, by its name
 */
public record DigestName(String bucket, String key, Chain chain, Instant end) {

  /** So long is the time that a digest covers; the first of a chain may cover less. */
  static final Duration USUAL = Duration.ofHours(1);

  private static final String FOLDER = "CloudTrail-Digest/";
  private static final Pattern KEY =
      Pattern.compile(
          "((?:.*/)?AWSLogs/(?:o-[a-z0-9]+/)?(\\d{12})/)CloudTrail-Digest/([a-z0-9-]+)/"
              + "\\d{4}/\\d{2}/\\d{2}/"
              + "\\2_CloudTrail-Digest_\\3_(.+)_([a-z0-9-]+)_(\\d{8}T\\d{6}Z)(_backfill)?"
              + "\\.json\\.gz");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

  /** Reads a key; empty when it is not that of a digest. */
  public static Optional<DigestName> parse(String bucket, String key) {
    if (!key.contains(FOLDER)) {
      return Optional.empty();
    }
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      Instant end = LocalDateTime.parse(matcher.group(6), TIME).toInstant(ZoneOffset.UTC);
      Chain chain =
          new Chain(
              matcher.group(1),
              matcher.group(2),
              matcher.group(3),
              matcher.group(4),
              matcher.group(5),
              matcher.group(7) != null);
      return Optional.of(new DigestName(bucket, key, chain, end));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The folder of all digests of its account and region. */
  ObjectName folder() {
    return new ObjectName(bucket, chain.folder() + FOLDER + chain.region() + "/");
  }

  ObjectName object() {
    return new ObjectName(bucket, key);
  }

  /** When the time that it covers began, as far as its name tells. */
  Instant usualStart() {
    return end.minus(USUAL);
  }
}
