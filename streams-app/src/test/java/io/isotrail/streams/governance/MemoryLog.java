package io.isotrail.streams.governance;

import io.isotrail.avro.Governance;
import java.util.ArrayList;
import java.util.List;

/** The governance topic in memory, with its fencing. */
final class MemoryLog implements RevisionLog {

  final List<Governance> records = new ArrayList<>();
  int claims;

  /** What somebody else does between the claim and the write. */
  Runnable beforeWrite = () -> {};

  @Override
  public List<Governance> read() {
    return List.copyOf(records);
  }

  @Override
  public Claim claim() {
    int own = ++claims;
    return new Claim() {
      @Override
      public boolean write(List<Governance> revisions) {
        Runnable others = beforeWrite;
        beforeWrite = () -> {};
        others.run();
        if (own != claims) {
          return false;
        }
        records.addAll(revisions);
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
