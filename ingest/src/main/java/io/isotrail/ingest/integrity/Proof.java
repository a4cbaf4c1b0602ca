package io.isotrail.ingest.integrity;

import java.util.function.Consumer;

/** A valid digest, until every log that only it named has ended. */
final class Proof {

  private final DigestWatch.Waiting digest;
  private final TrailStanding standing;
  private final Result.ValidDigest valid;
  private final Consumer<Proof> concluding;
  private int open = 1;
  private boolean whole = true;

  /**
   * @param concluding hears once that all has ended
   */
  Proof(
      DigestWatch.Waiting digest,
      TrailStanding standing,
      Result.ValidDigest valid,
      Consumer<Proof> concluding) {
    this.digest = digest;
    this.standing = standing;
    this.valid = valid;
    this.concluding = concluding;
  }

  DigestWatch.Waiting digest() {
    return digest;
  }

  TrailStanding standing() {
    return standing;
  }

  Result.ValidDigest valid() {
    return valid;
  }

  /** Nothing that it names is left to be read. */
  synchronized boolean whole() {
    return whole;
  }

  /** One more log is read for it. */
  synchronized void begun() {
    open++;
  }

  /** A log has ended, or at last the calling of its roll. */
  void ended(boolean forGood) {
    boolean last;
    synchronized (this) {
      whole &= forGood;
      open--;
      last = open == 0;
    }
    if (last) {
      concluding.accept(this);
    }
  }
}
