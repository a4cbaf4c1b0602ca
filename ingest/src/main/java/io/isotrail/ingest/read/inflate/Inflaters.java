package io.isotrail.ingest.read.inflate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which inflaters beside the JDK's can be used here: found out once, by inflating a sample, a
 * damaged one and a cut one. Whatever goes wrong, the answer is none.
 */
public final class Inflaters {

  private static final Logger LOG = LoggerFactory.getLogger(Inflaters.class);
  private static final int SAMPLE_BYTES = 200_000;
  private static final int STEP_BYTES = 70_001;
  private static final int HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;

  private Inflaters() {}

  /** Makes inflaters that are faster than all others; empty when there are none. */
  public static Optional<Supplier<SteppedInflater>> stepped() {
    return Stepped.FOUND;
  }

  /** Makes inflaters that are faster than the JDK's; empty when there are none. */
  public static Optional<Supplier<WholeInflater>> whole() {
    return Whole.FOUND;
  }

  private static final class Stepped {
    static final Optional<Supplier<SteppedInflater>> FOUND = find();

    private static Optional<Supplier<SteppedInflater>> find() {
      try {
        Igzip.Library library = new Igzip.Library();
        if (!isRight(new Igzip(library))) {
          LOG.warn("igzip is there and inflates wrongly; it is not used");
          return Optional.empty();
        }
        LOG.info("igzip inflates");
        return Optional.of(() -> new Igzip(library));
      } catch (RuntimeException | LinkageError e) {
        LOG.info("igzip is not used; with the package libisal2 logs would be read faster");
        LOG.debug("why igzip is not used", e);
        return Optional.empty();
      }
    }
  }

  private static final class Whole {
    static final Optional<Supplier<WholeInflater>> FOUND = find();

    private static Optional<Supplier<WholeInflater>> find() {
      try {
        Libdeflate.Library library = new Libdeflate.Library();
        if (!isRight(new Libdeflate(library))) {
          LOG.warn("libdeflate is there and inflates wrongly; it is not used");
          return Optional.empty();
        }
        return Optional.of(() -> new Libdeflate(library));
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("why libdeflate is not used", e);
        return Optional.empty();
      }
    }
  }

  /** Whether it inflates what is right, and does not come to the end of what is wrong or cut. */
  static boolean isRight(SteppedInflater inflater) {
    byte[] content = sample();
    byte[] gzip = gzip(content);
    byte[] damaged = gzip.clone();
    damaged[gzip.length / 2] ^= 0x55;
    return Arrays.equals(content, inSteps(inflater, gzip, gzip.length))
        && !Arrays.equals(content, inSteps(inflater, damaged, gzip.length))
        && inSteps(inflater, gzip, gzip.length - 1) == null
        && inSteps(inflater, gzip, gzip.length / 2) == null;
  }

  /** Null when it is refused, or does not end right before the gzip file's last eight bytes. */
  private static byte @Nullable [] inSteps(SteppedInflater inflater, byte[] gzip, int length) {
    byte[] target = new byte[2 * SAMPLE_BYTES];
    inflater.start(gzip, HEADER_BYTES, length);
    int total = 0;
    for (int count = 1; count > 0 && total < target.length; total += count) {
      count = inflater.inflate(target, total, Math.min(STEP_BYTES, target.length - total));
      if (count == SteppedInflater.REFUSED) {
        return null;
      }
    }
    return inflater.left() == TRAILER_BYTES ? Arrays.copyOf(target, total) : null;
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
