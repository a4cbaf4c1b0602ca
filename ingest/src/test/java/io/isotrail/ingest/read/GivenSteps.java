package io.isotrail.ingest.read;

import io.isotrail.ingest.read.inflate.SteppedInflater;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The JDK's inflater in steps, which refuses to go beyond a number of bytes. */
final class GivenSteps implements SteppedInflater {

  private final long refusedFrom;
  private Inflater inflater = new Inflater(true);

  GivenSteps(long refusedFrom) {
    this.refusedFrom = refusedFrom;
  }

  @Override
  public void start(byte[] source, int from, int to) {
    inflater = new Inflater(true);
    inflater.setInput(source, from, to - from);
  }

  @Override
  public int inflate(byte[] target, int offset, int most) {
    try {
      int count = inflater.inflate(target, offset, most);
      return inflater.getBytesWritten() > refusedFrom ? REFUSED : count;
    } catch (DataFormatException e) {
      return REFUSED;
    }
  }

  @Override
  public int left() {
    return inflater.getRemaining();
  }
}
