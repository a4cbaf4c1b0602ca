package io.isotrail.ingest.feed;

import io.isotrail.ingest.fetch.Backoff;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Deletes settled messages, ten a call. One that cannot be deleted is tried again, and in the end
 * left to be delivered once more, which does no harm.
 */
final class MessageDeletion implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MessageDeletion.class);
  private static final int BATCH = 10;
  private static final int ATTEMPTS = 4;

  private final SqsClient sqs;
  private final String queue;
  private final Backoff backoff;
  private final BlockingQueue<Message> settled = new LinkedBlockingQueue<>();
  private final Thread worker;

  MessageDeletion(SqsClient sqs, String queue, Backoff backoff) {
    this.sqs = sqs;
    this.queue = queue;
    this.backoff = backoff;
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
    LOG.warn("{} settled messages could not be deleted and will come again", left.size());
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
      for (BatchResultErrorEntry error :
          sqs.deleteMessageBatch(request -> request.queueUrl(queue).entries(entries)).failed()) {
        Message message = byId.get(error.id());
        if (message != null) {
          left.add(message);
        }
      }
      return left;
    } catch (SdkException | UncheckedIOException e) {
      return batch;
    }
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
