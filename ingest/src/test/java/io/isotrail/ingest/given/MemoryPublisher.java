package io.isotrail.ingest.given;

import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Progress;
import io.isotrail.ingest.publish.PublishException;
import io.isotrail.ingest.publish.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Remembers what was acknowledged; refuses to acknowledge as often as it is told to. */
public final class MemoryPublisher implements Publisher {

  public final ConcurrentLinkedQueue<Fact> facts = new ConcurrentLinkedQueue<>();
  public final ConcurrentLinkedQueue<DeadLetter> letters = new ConcurrentLinkedQueue<>();
  public final Map<String, Progress> statuses = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger breaking = new AtomicInteger();
  private final AtomicInteger crashing = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicBoolean hanging = new AtomicBoolean();
  private final AtomicReference<Duration> delay = new AtomicReference<>(Duration.ZERO);

  public void failNext(int batches) {
    failures.set(batches);
  }

  /** Throws what no publisher should. */
  public void breakNext(int batches) {
    breaking.set(batches);
  }

  /** Throws what no publisher should, an error this time. */
  public void crashNext(int batches) {
    crashing.set(batches);
  }

  /** Lets the next batch wait for its acknowledgement. */
  public void delayNext(Duration time) {
    delay.set(time);
  }

  /** Dies, as seen from outside, between the next acknowledgement and the settlement. */
  public void hangAfterNext() {
    hanging.set(true);
  }

  /** Batches that were begun. */
  public int begun() {
    return begun.get();
  }

  /** The facts as a set, without the objects that carried them. */
  public Set<String> factSet() {
    return facts.stream()
        .map(fact -> Fact.newBuilder(fact).setSource("").build().toString())
        .collect(Collectors.toSet());
  }

  public List<String> reasons() {
    return letters.stream().map(DeadLetter::getReason).sorted().toList();
  }

  @Override
  public Batch begin() {
    begun.incrementAndGet();
    if (breaking.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalArgumentException("told to break");
    }
    if (crashing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new StackOverflowError("told to crash");
    }
    List<Fact> pendingFacts = new ArrayList<>();
    List<DeadLetter> pendingLetters = new ArrayList<>();
    Map<String, Progress> pendingStatus = new TreeMap<>();
    return new Batch() {
      @Override
      public void fact(Fact fact) {
        pendingFacts.add(fact);
      }

      @Override
      public void deadLetter(DeadLetter letter) {
        pendingLetters.add(letter);
      }

      @Override
      public void status(String key, Progress status) {
        pendingStatus.put(key, status);
      }

      @Override
      public void await() throws InterruptedException {
        Thread.sleep(delay.getAndSet(Duration.ZERO));
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new PublishException("told to fail", new IllegalStateException("away"));
        }
        facts.addAll(pendingFacts);
        letters.addAll(pendingLetters);
        statuses.putAll(pendingStatus);
        if (hanging.getAndSet(false)) {
          Thread.sleep(Duration.ofDays(1));
        }
      }
    };
  }

  @Override
  public Optional<String> check() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
