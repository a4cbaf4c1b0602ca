package io.isotrail.streams.topology;

import io.isotrail.avro.DeadLetter;
import io.isotrail.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a record that cannot be read: undecodable bytes go to the dead letters in the
 * same transaction and the work goes on, unless that were too many; anything else (the registry is
 * away, or refuses) stops the thread, so that the record is tried again. Public only because Kafka
 * Streams makes it by its name.
 */
public final class DeadLetterUndecodable implements DeserializationExceptionHandler {

  /** Key under which a {@link Means} is handed over. */
  static final String MEANS = "isotrail.internal.dead-letters";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterUndecodable.class);

  /** What the handler works with; the limit is shared by all threads. */
  record Means(
      Serializer<DeadLetter> serializer, UndecodableRecords allowed, MeterRegistry metrics) {

    /** Kept short, since Kafka may log its configuration. */
    @Override
    public String toString() {
      return "dead letters";
    }
  }

  private @Nullable Means means;

  @Override
  public void configure(Map<String, ?> configs) {
    means = (Means) configs.get(MEANS);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    return answer(record, exception);
  }

  Response answer(ConsumerRecord<byte[], byte[]> record, Exception exception) {
    Means with = Objects.requireNonNull(means, MEANS);
    if (!undecodable(exception)) {
      LOG.atWarn()
          .addKeyValue("topic", record.topic())
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .addKeyValue("reason", exception.getMessage())
          .log("a record cannot be read now and will be tried again");
      return Response.fail();
    }
    if (!with.allowed().oneMore()) {
      LOG.atError()
          .addKeyValue("topic", record.topic())
          .addKeyValue("limit", with.allowed().limit())
          .log(
              "more undecodable records within an hour than isotrail.streams.undecodable.limit"
                  + " allows; stopping before the topic is drained. Mend the producer, or raise the"
                  + " limit");
      return Response.fail();
    }
    with.metrics().counter(DeadLetters.COUNTER, "reason", DeadLetters.UNDECODABLE).increment();
    DeadLetter letter =
        DeadLetters.letter(
            record.topic(),
            record.partition(),
            record.offset(),
            DeadLetters.UNDECODABLE,
            exception.getMessage() == null ? "cannot be decoded" : exception.getMessage(),
            record.value() == null ? new byte[0] : record.value(),
            System.currentTimeMillis() / 1000);
    return Response.resume(
        List.of(
            new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(),
                letter.getKey().getBytes(StandardCharsets.UTF_8),
                with.serializer().serialize(Topics.DEAD_LETTERS.name(), letter))));
  }

  /**
   * Whether the bytes themselves are at fault. Confluent's classes wrap a registry that is away in
   * a SerializationException too, with an IOException as its cause.
   */
  static boolean undecodable(Throwable exception) {
    boolean serialization = false;
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetriableException || cause instanceof IOException) {
        return false;
      }
      serialization |= cause instanceof SerializationException;
    }
    return serialization;
  }
}
