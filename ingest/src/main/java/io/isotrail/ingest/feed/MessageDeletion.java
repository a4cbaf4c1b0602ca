package io.isotrail.ingest.feed;

import io.isotrail.ingest.feed.QueueCounts.Event;
import io.isotrail.ingest.fetch.Backoff;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Deletes settled messages, ten a call. One that cannot be deleted is tried again, and in the end
 * left to be delivered once more, which does no harm. Until then it stays held.
 */
final class MessageDeletion implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MessageDeletion.class);
  private static final int BATCH = 10;
  private static final int ATTEMPTS = 4;

  private final SqsClient sqs;
  private final String queue;
  private final Backoff backoff;
  private final QueueCounts counts;
  private final Consumer<Message> ended;
  private final QueueTrouble trouble;
  private final BlockingQueue<Message> settled = new LinkedBlockingQueue<>();
  private final Thread worker;

  /**
   * @param ended told of a message when it is deleted, or given up
   * @param trouble is told why nothing can be deleted
   */
  MessageDeletion(
      SqsClient sqs,
      String queue,
      Backoff backoff,
      QueueCounts counts,
      Consumer<Message> ended,
      QueueTrouble trouble) {
    this.sqs = sqs;
    this.queue = queue;
    this.backoff = backoff;
    this.counts = counts;
    this.ended = ended;
    this.trouble = trouble;
    this.worker = Thread.ofPlatform().daemon().name("queue-deletion").unstarted(this::work);
  }

  void start() {
    worker.start();
  }

  void delete(Message message) {
    settled.add(message);
  }

  private void work() {
    try {
      while (true) {
        List<Message> batch = new ArrayList<>(BATCH);
        batch.add(settled.take());
        settled.drainTo(batch, BATCH - 1);
        deleteAll(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deleteAll(List<Message> batch) throws InterruptedException {
    List<Message> left = batch;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      left = deleteOnce(left);
      if (left.isEmpty()) {
        return;
      }
      if (attempt < ATTEMPTS) {
        Thread.sleep(backoff.before(attempt + 1));
      }
    }
    LOG.warn(
        "{} settled messages could not be deleted and will come again: {}",
        left.size(),
        trouble.now().orElse("the queue refused them"));
    counts.add(Event.NOT_DELETED, left.size());
    left.forEach(ended);
  }

  /** Those that are still there. */
  private List<Message> deleteOnce(List<Message> batch) {
    Map<String, Message> byId = new HashMap<>();
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : batch) {
      String id = Integer.toString(byId.size());
      byId.put(id, message);
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(id)
              .receiptHandle(message.receiptHandle())
              .build());
    }
    try {
      List<Message> left = new ArrayList<>();
      List<BatchResultErrorEntry> failed =
          sqs.deleteMessageBatch(request -> request.queueUrl(queue).entries(entries)).failed();
      trouble.succeeded();
      for (BatchResultErrorEntry error : failed) {
        LOG.debug("a settled message was not deleted: {}", error.code());
        Message message = byId.remove(error.id());
        if (message != null && Boolean.TRUE.equals(error.senderFault())) {
          // It was delivered again meanwhile, and this handle is no good for ever.
          counts.add(Event.NOT_DELETED, 1);
          ended.accept(message);
        } else if (message != null) {
          left.add(message);
        }
      }
      counts.add(Event.DELETED, byId.size());
      byId.values().forEach(ended);
      return left;
    } catch (SdkException | UncheckedIOException e) {
      String why = trouble.failed(e);
      LOG.debug("deleting failed: {}", why);
      return batch;
    }
  }

  /** Why settled messages cannot be deleted now; empty when they can. */
  Optional<String> check() {
    return trouble.now();
  }

  /** Deletes what is settled by now, once, and ends. */
  @Override
  public void close() {
    worker.interrupt();
    List<Message> rest = new ArrayList<>();
    while (settled.drainTo(rest, BATCH) > 0) {
      deleteOnce(rest);
      rest.clear();
    }
  }
}
