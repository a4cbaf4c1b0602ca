package io.isotrail.ingest.read;

import java.util.List;
import java.util.Optional;

/**
 * What reading an object came to.
 *
 * @param records records of every service that were read to their end, unusable ones included
 * @param wanted those among them that belong to a wanted event source and were given to the sink
 * @param inflatedBytes bytes after inflating
 * @param spans first and last event time of each account and region, records of every service; of a
 *     large object by samples, see {@link ShapeRecordReader}
 * @param fault why reading ended early; empty when the object was read to its end
 */
public record ReadResult(
    long records, long wanted, long inflatedBytes, List<Span> spans, Optional<Fault> fault) {

  public ReadResult {
    spans = List.copyOf(spans);
  }

  /**
   * The time that the records of one account and region cover.
   *
   * @param account recipientAccountId; empty when the records do not say
   * @param region awsRegion
   * @param first earliest eventTime, epoch seconds
   * @param last latest eventTime, epoch seconds
   */
  public record Span(String account, String region, long first, long last) {}
}
