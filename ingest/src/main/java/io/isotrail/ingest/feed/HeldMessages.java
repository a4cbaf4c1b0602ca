package io.isotrail.ingest.feed;

import io.isotrail.ingest.feed.QueueCounts.Event;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/** Keeps the messages that are worked on hidden from others, until each of them is released. */
final class HeldMessages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HeldMessages.class);
  private static final int BATCH = 10;

  /** A message is extended this many times before its visibility would end. */
  private static final int BEATS = 3;

  private final SqsClient sqs;
  private final String queue;
  private final Duration visibility;
  private final Duration afterClose;
  private final QueueCounts counts;
  private final QueueTrouble trouble;
  private final Map<String, Message> held = new ConcurrentHashMap<>();
  private final Thread heartbeat;

  /**
   * @param afterClose for how long messages stay hidden that are given back at the end: our own
   *     last call to receive, which nothing can take back, must be over by then
   * @param trouble is told why visibility cannot be changed
   */
  HeldMessages(
      SqsClient sqs,
      String queue,
      Duration visibility,
      Duration afterClose,
      QueueCounts counts,
      QueueTrouble trouble) {
    this.sqs = sqs;
    this.queue = queue;
    this.visibility = visibility;
    this.afterClose = afterClose;
    this.counts = counts;
    this.trouble = trouble;
    this.heartbeat = Thread.ofPlatform().daemon().name("queue-heartbeat").unstarted(this::beat);
  }

  void start() {
    heartbeat.start();
  }

  void hold(Message message) {
    held.put(message.receiptHandle(), message);
  }

  void release(Message message) {
    held.remove(message.receiptHandle());
  }

  /** Lets the queue deliver it again after a while. */
  void giveBack(Message message, Duration after) {
    release(message);
    counts.add(Event.RETURNED, 1);
    change(List.of(message), after);
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(visibility.dividedBy(BEATS));
        if (held.isEmpty()) {
          // Nothing is left of which it matters.
          trouble.succeeded();
        }
        Iterator<Message> messages = held.values().iterator();
        while (messages.hasNext()) {
          List<Message> batch = new ArrayList<>(BATCH);
          while (messages.hasNext() && batch.size() < BATCH) {
            batch.add(messages.next());
          }
          // Some may have been released meanwhile, and are not to be hidden needlessly.
          batch.removeIf(message -> !held.containsKey(message.receiptHandle()));
          int failed = change(batch, visibility);
          counts.add(Event.EXTENDED, batch.size() - failed);
          counts.add(Event.NOT_EXTENDED, failed);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many could not be changed: the queue delivers them again, which costs work only. */
  private int change(List<Message> messages, Duration to) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : messages) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(message.receiptHandle())
              // Whole seconds, rounded up: a short wait must not become none.
              .visibilityTimeout(Math.toIntExact(to.plusMillis(999).toSeconds()))
              .build());
    }
    if (entries.isEmpty()) {
      return 0;
    }
    try {
      List<BatchResultErrorEntry> failed =
          sqs.changeMessageVisibilityBatch(request -> request.queueUrl(queue).entries(entries))
              .failed();
      trouble.succeeded();
      if (!failed.isEmpty()) {
        LOG.debug(
            "visibility of {} messages could not be changed: {}",
            failed.size(),
            failed.getFirst().code());
      }
      return failed.size();
    } catch (SdkException | UncheckedIOException e) {
      String why = trouble.failed(e);
      LOG.warn("visibility of {} messages could not be changed: {}", entries.size(), why);
      return entries.size();
    }
  }

  /** Why messages cannot be kept hidden now; empty when they can. */
  Optional<String> check() {
    return trouble.now();
  }

  /**
   * Gives back what nobody will end here, so that another instance need not wait for as long as
   * they are hidden.
   */
  @Override
  public void close() {
    heartbeat.interrupt();
    List<Message> left = new ArrayList<>(held.values());
    held.clear();
    for (int from = 0; from < left.size(); from += BATCH) {
      List<Message> batch = left.subList(from, Math.min(left.size(), from + BATCH));
      counts.add(Event.RETURNED, batch.size());
      if (change(batch, afterClose) == batch.size()) {
        // The queue is away, and closing does not wait for it.
        return;
      }
    }
  }
}
