package io.isotrail.ingest.feed;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Keeps the messages that are worked on hidden from others. */
final class HeldMessages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HeldMessages.class);

  /** A message is extended this many times before its visibility would end. */
  private static final int BEATS = 3;

  private final SqsClient sqs;
  private final String queue;
  private final Duration visibility;
  private final Map<String, Message> held = new ConcurrentHashMap<>();
  private final Thread heartbeat;

  HeldMessages(SqsClient sqs, String queue, Duration visibility) {
    this.sqs = sqs;
    this.queue = queue;
    this.visibility = visibility;
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
    change(message, after);
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(visibility.dividedBy(BEATS));
        for (Message message : held.values()) {
          // It may have been released since; a second look keeps it from being hidden needlessly.
          if (held.containsKey(message.receiptHandle())) {
            change(message, visibility);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void change(Message message, Duration to) {
    try {
      sqs.changeMessageVisibility(
          request ->
              request
                  .queueUrl(queue)
                  .receiptHandle(message.receiptHandle())
                  // Whole seconds, rounded up: 0 would deliver it again at once.
                  .visibilityTimeout(Math.toIntExact(to.plusMillis(999).toSeconds())));
    } catch (SdkException | UncheckedIOException e) {
      // The queue delivers it again, which costs work and nothing else.
      LOG.warn("visibility of a message could not be changed: messageId={}", message.messageId());
    }
  }

  @Override
  public void close() {
    heartbeat.interrupt();
  }
}
