package io.isotrail.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.ingest.fetch.FetchException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A queue that does not let itself be used is seen, from the outside too. */
class QueueFeedTest {

  private final List<FetchException> told = new CopyOnWriteArrayList<>();
  private volatile boolean denied = true;

  private final SqsClient queue =
      new SqsClient() {
        @Override
        public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
          require();
          return ReceiveMessageResponse.builder().build();
        }

        @Override
        public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
          require();
          return ChangeMessageVisibilityBatchResponse.builder().build();
        }

        private void require() {
          if (denied) {
            throw SqsException.builder()
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDenied").build())
                .build();
          }
        }

        @Override
        public String serviceName() {
          return "sqs";
        }

        @Override
        public void close() {}
      };

  private final Intake intake =
      new Intake() {
        @Override
        public void accept(Delivery delivery) {}

        @Override
        public void searching() {}

        @Override
        public void searched() {}

        @Override
        public void unlisted(String message) {}

        @Override
        public void failed(FetchException failure) {
          told.add(failure);
        }

        @Override
        public void listed() {}
      };

  @Test
  void aQueueThatCannotBeReceivedFromIsTold() throws Exception {
    QueueFeed feed =
        new QueueFeed(
            queue,
            new Source.Queue("https://q"),
            DeliveryDays.ALL,
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            new Backoff(4, Duration.ofMillis(1), Duration.ofMillis(2), new Random(1)),
            3);
    Thread running =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    feed.run(intake);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try (feed) {
      await().until(() -> !told.isEmpty());
      assertThat(told.getFirst().kind()).isEqualTo(FetchException.Kind.ACCESS_DENIED);
      await().until(() -> feed.check().filter(said -> said.contains("AccessDenied")).isPresent());

      denied = false;

      await().until(() -> feed.check().isEmpty());
    } finally {
      running.interrupt();
      running.join();
    }
  }

  @Test
  void whoMayNotChangeVisibilityIsToldWhyUntilItMay() {
    QueueTrouble trouble = new QueueTrouble("q", told::add);
    try (HeldMessages held =
        new HeldMessages(
            queue, "q", Duration.ofSeconds(3), Duration.ofSeconds(1), new QueueCounts(), trouble)) {
      Message message = Message.builder().receiptHandle("r").build();
      held.hold(message);
      held.giveBack(message, Duration.ofSeconds(1));
      assertThat(held.check())
          .hasValueSatisfying(said -> assertThat(said).contains("AccessDenied", "docs/aws"));
      assertThat(told).hasSize(1);

      denied = false;
      held.giveBack(message, Duration.ofSeconds(1));

      assertThat(held.check()).isEmpty();
    }
  }
}
