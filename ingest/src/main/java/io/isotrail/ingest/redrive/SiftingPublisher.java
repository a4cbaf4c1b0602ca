package io.isotrail.ingest.redrive;

import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Progress;
import io.isotrail.ingest.publish.PublishException;
import io.isotrail.ingest.publish.Publisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Publishes, and keeps back letters that lie in the topic already: what fails once more stays the
 * letter that it is. Counts what the last letter came to.
 */
public final class SiftingPublisher implements Publisher {

  private final Publisher publisher;
  private final Predicate<DeadLetter> known;
  private final List<DeadLetter> refused = new ArrayList<>();
  private long facts;
  private Optional<String> trouble = Optional.empty();

  /**
   * @param known whether such a letter lies in the topic already
   */
  public SiftingPublisher(Publisher publisher, Predicate<DeadLetter> known) {
    this.publisher = publisher;
    this.known = known;
  }

  /** Forgets what the last letter came to. */
  public synchronized void forget() {
    refused.clear();
    facts = 0;
    trouble = Optional.empty();
  }

  /** Facts that were acknowledged. */
  public synchronized long facts() {
    return facts;
  }

  /** What was refused, kept back or not; without samples. */
  public synchronized List<DeadLetter> refused() {
    return List.copyOf(refused);
  }

  private synchronized void count(long published, List<DeadLetter> letters) {
    facts += published;
    refused.addAll(letters);
    trouble = Optional.empty();
  }

  private synchronized void troubled(PublishException failure) {
    trouble = Optional.of(failure.explanation());
  }

  @Override
  public Batch begin() {
    Batch batch = publisher.begin();
    return new Batch() {
      private final List<DeadLetter> letters = new ArrayList<>();
      private long handed;

      @Override
      public void fact(Fact fact) {
        handed++;
        batch.fact(fact);
      }

      @Override
      public void deadLetter(DeadLetter letter) {
        letters.add(
            DeadLetter.newBuilder(letter).setSample(java.nio.ByteBuffer.allocate(0)).build());
        if (!known.test(letter)) {
          batch.deadLetter(letter);
        }
      }

      @Override
      public void status(String key, Progress status) {
        batch.status(key, status);
      }

      @Override
      public void await() throws InterruptedException {
        try {
          batch.await();
          count(handed, letters);
        } catch (PublishException e) {
          troubled(e);
          throw e;
        }
      }
    };
  }

  /** Why the last publication failed. */
  @Override
  public synchronized Optional<String> check() {
    return trouble.or(publisher::check);
  }

  @Override
  public void close() {
    publisher.close();
  }
}
