package io.isotrail.ingest.feed;

import io.isotrail.ingest.feed.Delivery.Handling;
import io.isotrail.ingest.feed.Delivery.Retry;
import io.isotrail.ingest.feed.QueueCounts.Event;
import io.isotrail.ingest.fetch.AwsErrors;
import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.schemas.settings.SettingsException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * An SQS queue. A message stays invisible to others while it is worked on, and is deleted only when
 * everything that it names is settled.
 */
public final class QueueFeed implements Feed {

  private static final Logger LOG = LoggerFactory.getLogger(QueueFeed.class);
  private static final int BATCH = 10;

  /** The shortest wait that makes a poll a long one. */
  private static final Duration LONG_POLL = Duration.ofSeconds(1);

  private final SqsClient sqs;
  private final Source.Queue source;
  private final DeliveryDays days;
  private final Duration visibility;
  private final Duration wait;
  private final Backoff backoff;
  private final int receives;
  private final QueueCounts counts = new QueueCounts();
  private final HeldMessages held;
  private final MessageDeletion deletion;
  private final QueueTrouble receiving;
  private volatile @Nullable Intake intake;

  /**
   * @param visibility how long a message is hidden from others; extended while it is worked on
   * @param wait how long one call waits for messages, at most 20 seconds
   * @param receives deliveries after which a message may be called poison; must be below the
   *     queue's own limit
   */
  public QueueFeed(
      SqsClient sqs,
      Source.Queue source,
      DeliveryDays days,
      Duration visibility,
      Duration wait,
      Backoff backoff,
      int receives) {
    this.sqs = sqs;
    this.source = source;
    this.days = days;
    this.visibility = visibility;
    this.wait = wait;
    this.backoff = backoff;
    this.receives = receives;
    this.receiving = new QueueTrouble(source.url(), this::failed);
    this.held =
        new HeldMessages(
            sqs,
            source.url(),
            visibility,
            wait.plus(LONG_POLL),
            counts,
            new QueueTrouble(source.url(), this::failed));
    this.deletion =
        new MessageDeletion(
            sqs,
            source.url(),
            backoff,
            counts,
            held::release,
            new QueueTrouble(source.url(), this::failed));
  }

  private void failed(FetchException failure) {
    Intake told = intake;
    if (told != null) {
      told.failed(failure);
    }
  }

  @Override
  public void requireSource() {
    Map<QueueAttributeName, String> attributes;
    try {
      attributes =
          sqs.getQueueAttributes(
                  request ->
                      request
                          .queueUrl(source.url())
                          .attributeNames(
                              QueueAttributeName.QUEUE_ARN, QueueAttributeName.REDRIVE_POLICY))
              .attributes();
    } catch (SdkException | UncheckedIOException e) {
      FetchException failure = AwsErrors.translate(e, "sqs:" + source.url());
      throw new SettingsException("isotrail.ingest.source: " + failure.explanation(), failure);
    }
    String redrive = attributes.get(QueueAttributeName.REDRIVE_POLICY);
    if (redrive != null) {
      RedriveLimit.require(receives, redrive, source.url());
    }
  }

  @Override
  public void run(Intake intake) throws InterruptedException {
    this.intake = intake;
    held.start();
    deletion.start();
    intake.searching();
    boolean searching = true;
    int attempt = 1;
    while (!Thread.currentThread().isInterrupted()) {
      List<Message> messages;
      try {
        // Only a long poll asks every server of the queue: a short one may miss what is there.
        messages = receive(searching ? LONG_POLL : wait);
        attempt = 1;
        receiving.succeeded();
      } catch (SdkException | UncheckedIOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException();
        }
        String why = receiving.failed(e);
        LOG.warn("receiving failed, trying again: {}", why);
        Thread.sleep(backoff.before(++attempt));
        continue;
      }
      if (messages.isEmpty() == searching) {
        searching = !searching;
        if (searching) {
          intake.searching();
        } else {
          intake.searched();
        }
      }
      counts.add(Event.RECEIVED, messages.size());
      messages.forEach(held::hold);
      for (Message message : messages) {
        intake.accept(
            new Delivery(
                Envelope.open(message.messageId(), message.body(), days),
                Retry.BY_QUEUE,
                receiveCount(message),
                Delivery.Told.BY_FEED,
                handling(message)));
      }
    }
    throw new InterruptedException();
  }

  private List<Message> receive(Duration patience) {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(source.url())
                    .maxNumberOfMessages(BATCH)
                    .waitTimeSeconds(Math.toIntExact(patience.toSeconds()))
                    .visibilityTimeout(Math.toIntExact(visibility.toSeconds()))
                    .messageSystemAttributeNames(
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
        .messages();
  }

  private Handling handling(Message message) {
    return new Handling() {
      @Override
      public void settled() {
        deletion.delete(message);
      }

      @Override
      public void returned() {
        held.giveBack(message, backoff.before(receiveCount(message) + 1));
      }
    };
  }

  private static int receiveCount(Message message) {
    String count = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
    try {
      return count == null ? 1 : Integer.parseInt(count);
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** What was done with its messages. */
  public QueueCounts counts() {
    return counts;
  }

  @Override
  public boolean live() {
    return true;
  }

  @Override
  public Optional<String> check() {
    return receiving.now().or(deletion::check).or(held::check);
  }

  @Override
  public void close() {
    deletion.close();
    held.close();
  }
}
