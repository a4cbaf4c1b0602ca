package io.isotrail.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.ingest.fetch.FetchException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Deleting, when the queue takes only a part of a batch. */
class MessageDeletionTest {

  private static final Backoff BACKOFF =
      new Backoff(4, Duration.ofMillis(1), Duration.ofMillis(2), new Random(1));

  private final List<String> deleted = new CopyOnWriteArrayList<>();
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private final List<FetchException> told = new CopyOnWriteArrayList<>();
  private volatile boolean denied;
  private volatile boolean senderFault;
  private final QueueCounts counts = new QueueCounts();
  private final AtomicInteger calls = new AtomicInteger();

  /** A queue that refuses every other entry of its first calls. */
  private SqsClient queue(int refusingCalls) {
    return new SqsClient() {
      @Override
      public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
        if (denied) {
          throw SqsException.builder()
              .statusCode(403)
              .awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDenied").build())
              .build();
        }
        boolean refusing = calls.incrementAndGet() <= refusingCalls;
        List<BatchResultErrorEntry> failed = new java.util.ArrayList<>();
        int position = 0;
        for (DeleteMessageBatchRequestEntry entry : request.entries()) {
          if (refusing && position++ % 2 == 0) {
            failed.add(
                BatchResultErrorEntry.builder()
                    .id(entry.id())
                    .code("InternalError")
                    .senderFault(senderFault)
                    .build());
          } else {
            deleted.add(entry.receiptHandle());
          }
        }
        return DeleteMessageBatchResponse.builder().failed(failed).build();
      }

      @Override
      public String serviceName() {
        return "sqs";
      }

      @Override
      public void close() {}
    };
  }

  private MessageDeletion deletion(SqsClient queue) {
    return new MessageDeletion(
        queue,
        "q",
        BACKOFF,
        counts,
        message -> ended.add(message.receiptHandle()),
        new QueueTrouble("q", told::add));
  }

  private static Message message(int number) {
    return Message.builder().messageId("m" + number).receiptHandle("r" + number).build();
  }

  @Test
  void thoseThatWereRefusedAreTriedAgainAndNoOther() {
    try (MessageDeletion deletion = deletion(queue(2))) {
      for (int i = 0; i < 10; i++) {
        deletion.delete(message(i));
      }
      deletion.start();

      await().until(() -> ended.size() == 10);
    }
    assertThat(deleted).doesNotHaveDuplicates().hasSize(10).hasSameElementsAs(ended);
    assertThat(counts.of(QueueCounts.Event.DELETED)).isEqualTo(10);
    assertThat(calls).hasValueGreaterThanOrEqualTo(3);
  }

  @Test
  void aHandleThatIsNoGoodIsNotTriedAgain() {
    senderFault = true;
    try (MessageDeletion deletion = deletion(queue(1_000))) {
      deletion.delete(message(1));
      deletion.start();

      await().until(() -> ended.size() == 1);
    }
    assertThat(calls).hasValue(1);
    assertThat(counts.of(QueueCounts.Event.NOT_DELETED)).isEqualTo(1);
  }

  @Test
  void whatTheQueueNeverTakesIsGivenUpAndCounted() {
    try (MessageDeletion deletion = deletion(queue(1_000))) {
      deletion.delete(message(1));
      deletion.start();

      await().until(() -> ended.size() == 1);
    }
    assertThat(deleted).isEmpty();
    assertThat(counts.of(QueueCounts.Event.NOT_DELETED)).isEqualTo(1);
    assertThat(counts.of(QueueCounts.Event.DELETED)).isZero();
  }

  @Test
  void whoMayNotDeleteIsToldWhyUntilItMay() {
    denied = true;
    try (MessageDeletion deletion = deletion(queue(0))) {
      deletion.delete(message(1));
      deletion.start();
      await().until(() -> ended.size() == 1);
      assertThat(deletion.check())
          .hasValueSatisfying(
              said -> assertThat(said).contains("sqs:q", "AccessDenied", "docs/aws"));
      assertThat(told)
          .extracting(FetchException::kind)
          .containsOnly(FetchException.Kind.ACCESS_DENIED);

      denied = false;
      deletion.delete(message(2));

      await().until(() -> ended.size() == 2);
      assertThat(deletion.check()).isEmpty();
    }
  }

  @Test
  void whatIsLeftAtTheEndIsDeletedOnClosing() {
    MessageDeletion deletion = deletion(queue(0));
    for (int i = 0; i < 25; i++) {
      deletion.delete(message(i));
    }

    deletion.close();

    assertThat(deleted).hasSize(25);
  }
}
