package io.isotrail.ingest;

import io.isotrail.ingest.read.ReadLimits;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import java.util.List;

/**
 * How objects are read, as configured.
 *
 * @param objectBytes limit of an object as stored
 * @param limits limits of its content
 * @param aheadBytes limit of what is read of objects before a parser is free
 * @param parsers objects that are parsed at once
 * @param wholeBytes most inflated bytes that each of them holds at once
 */
public record ReadSettings(
    long objectBytes, ReadLimits limits, long aheadBytes, int parsers, int wholeBytes) {

  private static final long MOST_SHARED_BYTES = 64L << 20;
  private static final String P = "isotrail.ingest.";

  public static final Setting<Long> OBJECT_BYTES =
      Setting.bytes(
          P + "limit.object-bytes",
          "64MiB",
          1,
          2L << 30,
          "Largest object as stored; a larger one is dead-lettered as object-too-large.");
  public static final Setting<Long> INFLATED_BYTES =
      Setting.bytes(
          P + "limit.inflated-bytes",
          "1GiB",
          1,
          1L << 40,
          "Most inflated bytes of an object; the records before count, the rest is dead-lettered"
              + " as inflated-too-large.");
  public static final Setting<Integer> INFLATE_RATIO =
      Setting.integer(
          P + "limit.inflate-ratio",
          200,
          2,
          2_000,
          "Most inflated bytes per stored byte, past 64 MiB; beyond it the rest is dead-lettered as"
              + " inflate-ratio.");
  public static final Setting<Long> RECORD_BYTES =
      Setting.bytes(
          P + "limit.record-bytes",
          "1MiB",
          1_024,
          64L << 20,
          "Largest record and longest text; a larger record is skipped over and dead-lettered as"
              + " record-too-large, those after it count.");
  public static final Setting<Integer> RECORD_DEPTH =
      Setting.integer(
          P + "limit.record-depth",
          100,
          10,
          190,
          "Deepest nesting of a SageMaker record; a deeper one is dead-lettered as"
              + " record-too-deep, those after it count.");
  public static final Setting<Long> AHEAD_BYTES =
      Setting.bytes(
          P + "in-flight.ahead-bytes",
          "16MiB",
          0,
          1L << 40,
          "Stored bytes that are read before a parser is free, of all objects together; beyond it"
              + " an object streams once one is.");
  public static final Setting<Integer> PARSERS =
      Setting.integer(
          P + "parsers", 0, 0, 256, "Objects parsed at once; 0 is the number of processors.");
  public static final Setting<Long> WHOLE_BYTES =
      Setting.bytes(
          P + "in-flight.inflated-bytes",
          "0B",
          0,
          1L << 30,
          "Most inflated bytes of an object that a parser holds whole, which is fastest; a larger"
              + " object passes through a window. Each parser may hold as much. 0 shares a quarter"
              + " of the heap among the parsers, 64 MiB each at most.");

  /** Every setting of this room. */
  public static final List<Setting<?>> ALL =
      List.of(
          OBJECT_BYTES,
          INFLATED_BYTES,
          INFLATE_RATIO,
          RECORD_BYTES,
          RECORD_DEPTH,
          AHEAD_BYTES,
          PARSERS,
          WHOLE_BYTES);

  /**
   * Reads this room's settings.
   *
   * @throws io.isotrail.schemas.settings.SettingsException naming the culprit
   */
  static ReadSettings from(Settings settings) {
    int parsers =
        settings.get(PARSERS) == 0
            ? Runtime.getRuntime().availableProcessors()
            : settings.get(PARSERS);
    return new ReadSettings(
        settings.get(OBJECT_BYTES),
        new ReadLimits(
            settings.get(INFLATED_BYTES),
            settings.get(INFLATE_RATIO),
            Math.toIntExact(settings.get(RECORD_BYTES)),
            settings.get(RECORD_DEPTH)),
        settings.get(AHEAD_BYTES),
        parsers,
        wholeBytes(settings.get(WHOLE_BYTES), Runtime.getRuntime().maxMemory(), parsers));
  }

  /** The setting, or a parser's share of the heap. */
  static int wholeBytes(long setting, long heap, int parsers) {
    long bytes = setting == 0 ? Math.min(MOST_SHARED_BYTES, heap / 4 / parsers) : setting;
    return Math.toIntExact(bytes);
  }
}
