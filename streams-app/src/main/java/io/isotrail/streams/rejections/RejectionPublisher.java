package io.isotrail.streams.rejections;

import java.util.List;

/** Brings reports where they last. Safe for use by many threads. */
public interface RejectionPublisher extends AutoCloseable {

  /**
   * Returns when all of them are acknowledged.
   *
   * @throws UnavailableException when one of them is not; all may be sent again, since what is told
   *     twice counts once
   */
  void publish(List<Report> reports);

  @Override
  void close();

  /** Kafka or the schema registry does not answer. */
  final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
