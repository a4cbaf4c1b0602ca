package io.isotrail.ingest;

import io.isotrail.ingest.backfill.Wanted;
import io.isotrail.ingest.feed.Source;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the past is read, as configured.
 *
 * @param sources buckets and folders, one or more, each once
 * @param wanted which part of them
 * @param checkpoints directory of the checkpoints
 * @param objectsPerSecond 0 for no limit
 * @param bytesPerSecond 0 for no limit
 * @param listings listings that are asked for at once
 * @param giveUpAfter so many objects that cannot be had end the run
 */
public record BackfillSettings(
    List<Source.Bucket> sources,
    Wanted wanted,
    Path checkpoints,
    int objectsPerSecond,
    long bytesPerSecond,
    int listings,
    int giveUpAfter) {

  private static final String P = "isotrail.ingest.backfill.";

  public static final Setting<String> SOURCES =
      Setting.text(
          P + "sources",
          null,
          "Buckets whose past isotrail backfill reads: s3:BUCKET/PREFIX, separated by spaces.");
  public static final Setting<String> ACCOUNTS =
      Setting.text(
          P + "accounts",
          "",
          "Accounts whose past is read, separated by commas; empty reads every account's.");
  public static final Setting<String> REGIONS =
      Setting.text(
          P + "regions",
          "",
          "Regions whose past is read, separated by commas; empty reads every region's.");
  public static final Setting<String> CHECKPOINTS =
      Setting.text(
          P + "checkpoints",
          ".isotrail/backfill",
          "Directory of the checkpoints from which isotrail backfill goes on, one file for each"
              + " topic of facts; the command puts it under --data.");
  public static final Setting<Integer> OBJECTS_PER_SECOND =
      Setting.integer(
          P + "objects-per-second",
          500,
          0,
          100_000,
          "Objects that a backfill begins to read in a second; beyond it the listing waits. 0 for no"
              + " limit.");
  public static final Setting<Long> BYTES_PER_SECOND =
      Setting.bytes(
          P + "bytes-per-second",
          "64MiB",
          0,
          1L << 40,
          "Stored bytes of the objects that a backfill begins to read in a second; beyond it the"
              + " listing waits, and after a larger object the longer. 0 for no limit.");
  public static final Setting<Integer> LISTINGS =
      Setting.integer(
          P + "listings",
          8,
          1,
          64,
          "Listings of days that are asked for at once, ahead of what is read.");
  public static final Setting<Integer> GIVE_UP_AFTER =
      Setting.integer(
          P + "give-up-after",
          100,
          1,
          1_000_000,
          "So many objects that cannot be had after all attempts end the backfill as incomplete (exit"
              + " code 4); the same command goes on from there.");

  /** Every setting of a backfill. */
  public static final List<Setting<?>> ALL =
      List.of(
          SOURCES,
          ACCOUNTS,
          REGIONS,
          CHECKPOINTS,
          OBJECTS_PER_SECOND,
          BYTES_PER_SECOND,
          LISTINGS,
          GIVE_UP_AFTER);

  public BackfillSettings {
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new SettingsException(SOURCES.key() + ": a bucket is needed, s3:BUCKET/PREFIX");
    }
  }

  /**
   * Reads the settings.
   *
   * @throws SettingsException naming the culprit
   */
  public static BackfillSettings from(Settings settings) {
    return new BackfillSettings(
        IngestSettings.naming(SOURCES, () -> sources(settings.get(SOURCES))),
        IngestSettings.naming(
            ACCOUNTS,
            () ->
                new Wanted(
                    words(settings.get(ACCOUNTS)),
                    words(settings.get(REGIONS)),
                    IngestSettings.days(settings))),
        IngestSettings.naming(CHECKPOINTS, () -> Path.of(settings.get(CHECKPOINTS))),
        settings.get(OBJECTS_PER_SECOND),
        settings.get(BYTES_PER_SECOND),
        settings.get(LISTINGS),
        settings.get(GIVE_UP_AFTER));
  }

  private static List<Source.Bucket> sources(String text) {
    Set<Source.Bucket> sources = new LinkedHashSet<>();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!(Source.parse(word) instanceof Source.Bucket bucket)) {
        throw new IllegalArgumentException(
            "only buckets have a past to list, s3:BUCKET/PREFIX; not '" + word + "'");
      }
      sources.add(bucket);
    }
    return List.copyOf(sources);
  }

  private static Set<String> words(String text) {
    Set<String> words = new TreeSet<>();
    for (String word : text.split("[,\\s]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** Under which this backfill is told on the status topic. */
  String name() {
    StringBuilder name = new StringBuilder("backfill");
    for (Source.Bucket source : sources) {
      name.append(" s3:").append(source.bucket()).append('/').append(source.prefix());
    }
    return name.toString();
  }
}
