package io.isotrail.ingest.read;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the reading of one object has come to so far. */
final class Counts {

  final Spans spans = new Spans();

  /** Of the record at which reading is; -1 before the first. */
  int index = -1;

  /** Records read to their end. */
  long read;

  /** Records given to the sink. */
  long wanted;

  ReadResult result(long inflatedBytes, @Nullable Fault fault) {
    return new ReadResult(read, wanted, inflatedBytes, spans.all(), Optional.ofNullable(fault));
  }

  /** The result for an object that could not be opened, or whose end could not be had. */
  ReadResult result(long inflatedBytes, ContentFault fault) {
    return result(
        inflatedBytes, new Fault(fault.reason(), fault.explanation(), index, -1, new byte[0]));
  }
}
