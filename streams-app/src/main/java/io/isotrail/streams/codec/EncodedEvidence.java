package io.isotrail.streams.codec;

import io.isotrail.avro.Evidence;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Evidence that is encoded once: a fact stands in the row of every fact that comes after it, and
 * its bytes are the same in each. Nobody changes it after it was made.
 */
final class EncodedEvidence extends Evidence {

  private static final long serialVersionUID = 1L;

  private transient byte[] encoded = {};

  private EncodedEvidence(
      long at,
      String type,
      String operation,
      String account,
      String eventId,
      @Nullable String amends,
      String actor,
      Map<String, String> detail,
      List<String> sources) {
    super(at, type, operation, account, eventId, amends, actor, detail, sources);
  }

  /** Makes them; for one thread. */
  static final class Maker {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

    EncodedEvidence make(Evidence of) {
      EncodedEvidence evidence =
          new EncodedEvidence(
              of.getAt(),
              of.getType(),
              of.getOperation(),
              of.getAccount(),
              of.getEventId(),
              of.getAmends(),
              of.getActor(),
              of.getDetail(),
              of.getSources());
      try {
        of.customEncode(encoder);
        encoder.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("nothing is written but memory", e);
      }
      evidence.encoded = bytes.toByteArray();
      bytes.reset();
      return evidence;
    }
  }

  /** Any other encoder, of JSON say, wants the fields. */
  @Override
  public void customEncode(Encoder out) throws IOException {
    if (out instanceof BinaryEncoder) {
      out.writeFixed(encoded);
    } else {
      super.customEncode(out);
    }
  }
}
