package io.isotrail.ingest.publish;

import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Progress;
import java.util.Optional;

/** Brings facts and dead letters where they last. Safe for use by several threads at once. */
public interface Publisher extends AutoCloseable {

  /** Begins what is acknowledged together: the facts of one object. */
  Batch begin();

  /** What does not work right now; empty when everything does. */
  Optional<String> check();

  @Override
  void close();

  /** Used by one thread. What it throws leaves everything to be published again. */
  interface Batch {

    /**
     * Hands a fact over; may wait for room.
     *
     * @throws PublishException when it cannot be handed over
     */
    void fact(Fact fact);

    /**
     * Hands a dead letter over; may wait for room.
     *
     * @throws PublishException when it cannot be handed over
     */
    void deadLetter(DeadLetter letter);

    /**
     * Hands a status over; may wait for room.
     *
     * @param key key of the status topic
     * @throws PublishException when it cannot be handed over
     */
    void status(String key, Progress status);

    /**
     * Waits until all of it is acknowledged.
     *
     * @throws PublishException when one of them is not
     */
    void await() throws InterruptedException;
  }
}
