package io.isotrail.schemas.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A dead letter came through when it was sent again. On {@code isotrail.dead-letters.v1} it follows
 * its letter in the same partition: a record of the same key without a value, whose header {@code
 * isotrail.redriven} is {@code PARTITION@OFFSET} of the letter and whose header {@code
 * isotrail.outcome} says what came of it. Readers that know nothing of marks pass over records
 * without a value.
 *
 * @param partition the letter's partition
 * @param offset the letter's offset
 * @param at when it came through, epoch seconds
 * @param outcome what came of it, for people
 */
public record RedriveMark(int partition, long offset, long at, String outcome) {

  private static final String REDRIVEN = "isotrail.redriven";
  private static final String OUTCOME = "isotrail.outcome";
  private static final Pattern LETTER = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

  /** The record that marks a letter; Kafka gives it its time. */
  public static ProducerRecord<byte[], byte[]> of(
      int partition, long offset, String key, String outcome) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(REDRIVEN, (partition + "@" + offset).getBytes(UTF_8));
    headers.add(OUTCOME, outcome.getBytes(UTF_8));
    return new ProducerRecord<>(
        Topics.DEAD_LETTERS.name(), partition, key.getBytes(UTF_8), null, headers);
  }

  /** Reads a record of the topic; empty for a letter, and for what is neither. */
  public static Optional<RedriveMark> read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() != null) {
      return Optional.empty();
    }
    return header(record, REDRIVEN)
        .map(text -> LETTER.matcher(text.strip()))
        .filter(Matcher::matches)
        .map(
            letter ->
                new RedriveMark(
                    Integer.parseInt(letter.group(1)),
                    Long.parseLong(letter.group(2)),
                    Instant.ofEpochMilli(record.timestamp()).getEpochSecond(),
                    header(record, OUTCOME).orElse("")));
  }

  private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), UTF_8));
  }
}
