package io.isotrail.streams.deadletters;

import io.isotrail.avro.DeadLetter;
import io.isotrail.schemas.topic.RedriveMark;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads dead letters, the latest first. Safe for use by many threads. */
@FunctionalInterface
public interface DeadLetterReader {

  /** Most letters that can be asked for at once. */
  int MOST = 100;

  /** Bytes of a sample that are shown. */
  int SHOWN_SAMPLE = 4_096;

  /**
   * Reads a page.
   *
   * @param before where the page before ended: of each Kafka partition the first offset that was
   *     told; a partition that is absent is read from its end
   * @param limit from 1 to {@link #MOST}
   * @throws UnavailableException when it cannot be read now
   */
  Page read(Map<Integer, Long> before, int limit);

  /**
   * A page. It may be shorter than asked for, even empty, although more follow.
   *
   * @param letters the latest first; their samples hold {@link #SHOWN_SAMPLE} bytes at most
   * @param next to go on from; empty when there is nothing more
   */
  record Page(List<Letter> letters, Map<Integer, Long> next) {

    public Page {
      letters = List.copyOf(letters);
      next = Map.copyOf(next);
    }
  }

  /**
   * One of them.
   *
   * @param sampleBytes how long its sample is in the topic
   * @param redriven its mark, when it came through since; empty while it is open
   */
  record Letter(
      int partition,
      long offset,
      DeadLetter letter,
      int sampleBytes,
      Optional<RedriveMark> redriven) {}

  /** Kafka does not answer in time, or somebody else is reading. */
  final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
      super(message);
    }

    public UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
