package io.isotrail.ingest;

import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.feed.Notice;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.read.Fault;
import io.isotrail.ingest.read.RawRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;

/** Writes the letters: what could not be used, where it is, and how to mend it. */
final class DeadLetters {

  private final String source;
  private final InstantSource clock;

  DeadLetters(String source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** A record that says nothing understandable. */
  DeadLetter ofRecord(ObjectId object, RawRecord record, String reason, String message) {
    return letter(object, reason, message)
        .setRecordIndex(record.index())
        .setByteOffset(record.byteOffset())
        .setSample(ByteBuffer.wrap(record.sample()))
        .setSha256(sha256(record.buffer(), record.from(), record.length()))
        .build();
  }

  /** A fault of an object, or of one of its records. */
  DeadLetter ofFault(ObjectId object, Fault fault) {
    return letter(object, fault.reason().code(), fault.message())
        .setRecordIndex(fault.recordIndex())
        .setByteOffset(fault.byteOffset())
        .setSample(ByteBuffer.wrap(fault.sample()))
        .build();
  }

  /** An object that was not read at all. */
  DeadLetter ofObject(ObjectId object, String reason, String message) {
    return letter(object, reason, message).build();
  }

  /** A record that came in a message and could not be brought through. */
  DeadLetter ofCarried(Notice.Carried carried, String reason, String message) {
    byte[] record = carried.record();
    return letter(ObjectId.ofFile(carried.name(), -1, ""), reason, message)
        .setSample(
            ByteBuffer.wrap(Arrays.copyOf(record, Math.min(record.length, Fault.SAMPLE_BYTES))))
        .setSha256(sha256(record, 0, record.length))
        .build();
  }

  /** A message that names nothing understandable. */
  DeadLetter ofMessage(Notice.Unusable message) {
    byte[] body = message.body();
    return letter(ObjectId.ofFile(message.name(), -1, ""), message.reason(), message.message())
        .setSample(ByteBuffer.wrap(Arrays.copyOf(body, Math.min(body.length, Fault.SAMPLE_BYTES))))
        .setSha256(sha256(body, 0, body.length))
        .build();
  }

  private DeadLetter.Builder letter(ObjectId object, String reason, String message) {
    return DeadLetter.newBuilder()
        .setSource(source)
        .setBucket(object.bucket())
        .setKey(object.key())
        .setReason(reason)
        .setMessage(message)
        .setSample(ByteBuffer.allocate(0))
        .setAt(clock.instant().getEpochSecond());
  }

  private static String sha256(byte[] bytes, int from, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, from, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
