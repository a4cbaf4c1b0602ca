package io.isotrail.streams.topology;

import io.isotrail.avro.DeadLetter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Dead letters about records of our own topics. */
final class DeadLetters {

  /** Records put aside, by reason; for operations, not for numbers: a replay counts again. */
  static final String COUNTER = "isotrail.dead.letters";

  static final String UNDECODABLE = "undecodable-record";
  static final String UNUSABLE_FACT = "unusable-fact";
  static final String UNUSABLE_GOVERNANCE = "unusable-governance";
  static final String EMPTY_RECORD = "empty-record";
  static final String TIMELINE_FULL = "timeline-full";

  private static final int LARGEST_SAMPLE = 64 * 1024;

  private DeadLetters() {}

  static DeadLetter letter(
      String topic,
      int partition,
      long offset,
      String reason,
      String message,
      byte[] content,
      long at) {
    return DeadLetter.newBuilder()
        .setSource(topic)
        .setKey(topic + "-" + partition + "@" + offset)
        .setReason(reason)
        .setMessage(message)
        .setSample(
            ByteBuffer.wrap(Arrays.copyOf(content, Math.min(content.length, LARGEST_SAMPLE))))
        .setSha256(sha256(content))
        .setAt(at)
        .build();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
