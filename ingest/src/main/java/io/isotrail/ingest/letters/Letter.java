package io.isotrail.ingest.letters;

import io.isotrail.avro.DeadLetter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A dead letter and what became of it.
 *
 * @param id where it lies in its topic
 * @param content as it was written
 * @param redriven empty while it is open
 */
public record Letter(LetterId id, DeadLetter content, Optional<Redriven> redriven) {

  /**
   * It was sent through again and came through.
   *
   * @param at when, epoch seconds
   * @param outcome what came of it, for people
   */
  public record Redriven(long at, String outcome) {}

  /** The object, message or record that it is about. */
  public String name() {
    return content.getBucket().isEmpty()
        ? content.getKey()
        : "s3://" + content.getBucket() + "/" + content.getKey();
  }

  /** A copy of what was kept of the culprit; untrusted bytes, 64 KiB at most. */
  public byte[] body() {
    ByteBuffer sample = content.getSample().duplicate();
    byte[] body = new byte[sample.remaining()];
    sample.get(body);
    return body;
  }

  /** Whether the whole culprit was kept: its hash tells. */
  public boolean whole() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body());
      return content.getSample().hasRemaining()
          && HexFormat.of().formatHex(hash).equals(content.getSha256());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
