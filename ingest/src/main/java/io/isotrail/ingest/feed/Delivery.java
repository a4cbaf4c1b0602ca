package io.isotrail.ingest.feed;

import java.util.List;

/**
 * What is settled together: the object of a listing, or all that one message names.
 *
 * @param notices one or more
 * @param retry who tries a deferred one again
 * @param receives how often it was delivered, this time included; 1 where nobody counts
 * @param by how we heard of it
 * @param handling told once, when every notice has ended
 */
public record Delivery(
    List<Notice> notices, Retry retry, int receives, Told by, Handling handling) {

  public Delivery {
    notices = List.copyOf(notices);
    if (notices.isEmpty()) {
      throw new IllegalArgumentException("a delivery without a notice could never be settled");
    }
  }

  /** A delivery of which nobody counts how often it came. */
  public Delivery(List<Notice> notices, Retry retry, Handling handling) {
    this(notices, retry, 1, Told.BY_FEED, handling);
  }

  /** An object that only a digest names; retried here. */
  public static Delivery byDigest(Notice notice, Handling handling) {
    return new Delivery(List.of(notice), Retry.HERE, 1, Told.BY_DIGEST, handling);
  }

  /** How we heard of it. */
  public enum Told {
    /** A message or a listing. */
    BY_FEED,
    /** A digest, and nothing else. */
    BY_DIGEST
  }

  /** Who tries again. */
  public enum Retry {
    /** We do, a number of times. */
    HERE,
    /** We do, while nothing else succeeds either; then the queue delivers the message again. */
    BY_QUEUE
  }

  /** How a feed learns the end of what it delivered; exactly one of the two is called, once. */
  public interface Handling {

    /** All of it is settled: published, skipped or rejected, and acknowledged by Kafka. */
    void settled();

    /** Some of it could not be had or published, and was given back. */
    void returned();
  }
}
