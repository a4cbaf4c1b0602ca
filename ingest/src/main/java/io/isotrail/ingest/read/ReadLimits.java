package io.isotrail.ingest.read;

/**
 * How much of an object is believed.
 *
 * @param inflatedBytes past this the rest of the object is refused
 * @param inflateRatio inflated over compressed bytes, looked at past 8 MiB inflated: beyond it the
 *     rest of the object is refused
 * @param recordBytes a larger record is skipped over; those after it count
 * @param depth nesting within a record; a deeper SageMaker record is skipped over
 */
public record ReadLimits(long inflatedBytes, int inflateRatio, int recordBytes, int depth) {

  public ReadLimits {
    if (inflatedBytes < 1 || inflateRatio < 1 || recordBytes < 1 || depth < 1) {
      throw new IllegalArgumentException("limits of reading are positive");
    }
  }
}
