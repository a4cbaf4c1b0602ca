package io.isotrail.ingest.read.inflate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which inflater beside the JDK's can be used here: found out once, by inflating a sample, a
 * damaged one and a cut one. Whatever goes wrong, the answer is none.
 */
public final class Inflaters {

  private static final Logger LOG = LoggerFactory.getLogger(Inflaters.class);
  private static final int SAMPLE_BYTES = 200_000;

  private Inflaters() {}

  /** Makes inflaters that are faster than the JDK's; empty when there are none. */
  public static Optional<Supplier<WholeInflater>> fast() {
    return Found.FAST;
  }

  private static final class Found {
    static final Optional<Supplier<WholeInflater>> FAST = find();

    private static Optional<Supplier<WholeInflater>> find() {
      try {
        Libdeflate.Library library = new Libdeflate.Library();
        if (!isRight(new Libdeflate(library))) {
          LOG.warn("libdeflate is there and inflates wrongly; the JDK inflates");
          return Optional.empty();
        }
        LOG.info("libdeflate inflates");
        return Optional.of(() -> new Libdeflate(library));
      } catch (RuntimeException | LinkageError e) {
        LOG.info("the JDK inflates; with the package libdeflate0 it would take half the time");
        LOG.debug("why libdeflate is not used", e);
        return Optional.empty();
      }
    }
  }

  /** Whether it inflates what is right and refuses what is wrong. */
  static boolean isRight(WholeInflater inflater) {
    byte[] content = sample();
    byte[] gzip = gzip(content);
    byte[] target = new byte[content.length + 1];
    int length = inflater.inflate(gzip, gzip.length, target);
    if (length != content.length
        || !Arrays.equals(content, 0, length, target, 0, length)
        || inflater.inflate(gzip, gzip.length, new byte[content.length - 1]) >= 0
        || inflater.inflate(gzip, gzip.length - 1, target) >= 0) {
      return false;
    }
    // The checksum, the length, and something in the middle.
    for (int at : new int[] {gzip.length - 6, gzip.length - 3, gzip.length / 2}) {
      byte[] damaged = gzip.clone();
      damaged[at] ^= 0x55;
      if (inflater.inflate(damaged, damaged.length, target) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] sample() {
    StringBuilder text = new StringBuilder(SAMPLE_BYTES);
    for (int i = 0; text.length() < SAMPLE_BYTES; i++) {
      text.append("{\"eventID\":\"").append(i * 2_654_435_761L).append("\"},");
    }
    return text.toString().getBytes(UTF_8);
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
