package io.isotrail.ingest.read.inflate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.given.Records;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
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
    assertThat(Inflaters.isRight((_, _, _) -> WholeInflater.REFUSED)).isFalse();
  }

  @Test
  void theOneInUseRefusesWhatItDoesNotHold() {
    Optional<Supplier<WholeInflater>> fast = Inflaters.fast();
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
}
