package io.isotrail.ingest.read.inflate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.given.Records;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class InflatersTest {

  /** Inflates, and looks at no checksum. */
  private static final WholeInflater CARELESS =
      (source, length, target) -> {
        int count = 0;
        try (GZIPInputStream in =
            new GZIPInputStream(new ByteArrayInputStream(source, 0, length))) {
          for (int read = in.read(target, 0, target.length);
              read > 0 && count < target.length;
              read = in.read(target, count, target.length - count)) {
            count += read;
          }
        } catch (IOException e) {
          return count;
        }
        return count;
      };

  @Test
  void oneThatOverlooksDamageIsNotRight() {
    assertThat(Inflaters.isRight(CARELESS)).isFalse();
  }

  @Test
  void oneThatRefusesEverythingIsNotRight() {
    assertThat(Inflaters.isRight((WholeInflater) (_, _, _) -> WholeInflater.REFUSED)).isFalse();
  }

  @Test
  void theOneInUseRefusesWhatItDoesNotHold() {
    Optional<Supplier<WholeInflater>> fast = Inflaters.whole();
    // Without the library there is nothing to be right.
    fast.ifPresent(
        it -> {
          WholeInflater inflater = it.get();
          byte[] content = "content".repeat(1_000).getBytes(UTF_8);
          byte[] gzip = Records.gzip(content);
          byte[] target = new byte[content.length];

          assertThat(inflater.inflate(gzip, gzip.length, target)).isEqualTo(content.length);
          assertThat(target).isEqualTo(content);
          assertThat(inflater.inflate(gzip, gzip.length, new byte[content.length - 1]))
              .isEqualTo(WholeInflater.REFUSED);
          byte[] followed = Arrays.copyOf(gzip, gzip.length + 1);
          assertThat(inflater.inflate(followed, followed.length, target))
              .isEqualTo(WholeInflater.REFUSED);
          assertThat(inflater.inflate(new byte[0], 0, target)).isEqualTo(WholeInflater.REFUSED);
        });
  }

  /** Says that it is at the end where it was cut off. */
  private static final class Hasty implements SteppedInflater {
    private final Inflater inflater = new Inflater(true);

    @Override
    public void start(byte[] source, int from, int to) {
      inflater.reset();
      inflater.setInput(source, from, to - from);
    }

    @Override
    public int inflate(byte[] target, int offset, int most) {
      try {
        return inflater.inflate(target, offset, most);
      } catch (DataFormatException e) {
        return 0;
      }
    }

    @Override
    public int left() {
      return 8;
    }
  }

  @Test
  void steppingOnesThatDoNotTellACutAreNotRight() {
    assertThat(Inflaters.isRight(new Hasty())).isFalse();
  }

  @Test
  void theSteppingOneInUseInflatesInAnyStepsAndKnowsWhatIsLeft() {
    Optional<Supplier<SteppedInflater>> found = Inflaters.stepped();
    // Without the library there is nothing to be right.
    found.ifPresent(
        it -> {
          SteppedInflater inflater = it.get();
          Random random = new Random(11);
          byte[] content = new byte[400_000];
          for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ('a' + random.nextInt(i % 1_000 < 500 ? 3 : 26));
          }
          byte[] gzip = Records.gzip(content);
          for (int step : new int[] {1, 63, 4_096, 400_000}) {
            byte[] target = new byte[content.length + 1];
            inflater.start(gzip, 10, gzip.length);
            int total = 0;
            for (int count = 1; count > 0; total += count) {
              count = inflater.inflate(target, total, Math.min(step, target.length - total));
            }
            assertThat(Arrays.copyOf(target, total)).as("steps of " + step).isEqualTo(content);
            assertThat(inflater.left()).isEqualTo(8);
          }
        });
  }
}
