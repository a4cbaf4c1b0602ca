package io.isotrail.ingest.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefetchTest {

  private static final int BUFFER = Prefetch.BUFFER_BYTES;

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static Fetched fetched(byte[] content) {
    return new Fetched(new ByteArrayInputStream(content), content.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BUFFER - 1, BUFFER, BUFFER + 1, 3 * BUFFER, 5 * BUFFER + 7})
  void theBytesAreTheSame(int size) throws IOException {
    Prefetch prefetch = new Prefetch(3L * BUFFER);
    byte[] content = bytes(size);

    for (int round = 0; round < 3; round++) {
      try (InputStream body = prefetch.of(fetched(content))) {
        assertThat(body.readAllBytes()).isEqualTo(content);
      }
      assertThat(prefetch.available()).isEqualTo(3);
    }
  }

  @Test
  void aSmallBodyIsHereWholeBeforeItIsAskedFor() throws IOException {
    byte[] content = bytes(5_000);
    Fetched fetched = fetched(content);

    try (InputStream body = new Prefetch(BUFFER).of(fetched)) {
      assertThat(fetched.body().read()).isEqualTo(-1);
      assertThat(body.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void whenTheBuffersAreUsedUpABodyStreams() throws IOException {
    Prefetch prefetch = new Prefetch(2L * BUFFER);
    byte[] large = bytes(10 * BUFFER);
    byte[] small = bytes(10);

    try (InputStream first = prefetch.of(fetched(large));
        InputStream second = prefetch.of(fetched(small))) {
      assertThat(prefetch.available()).isZero();
      assertThat(second.readAllBytes()).isEqualTo(small);
      assertThat(first.readAllBytes()).isEqualTo(large);
    }
    assertThat(prefetch.available()).isEqualTo(2);
  }

  @Test
  void whatWasNotReadToItsEndGivesItsBuffersBack() throws IOException {
    Prefetch prefetch = new Prefetch(4L * BUFFER);

    prefetch.of(fetched(bytes(3 * BUFFER))).close();

    assertThat(prefetch.available()).isEqualTo(4);
  }

  @Test
  void aBodyThatBreaksGivesItsBuffersBack() {
    Prefetch prefetch = new Prefetch(4L * BUFFER);
    InputStream breaking =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] target, int from, int length) throws IOException {
            throw new IOException("connection reset");
          }
        };

    assertThatThrownBy(() -> prefetch.of(new Fetched(breaking, 10))).hasMessage("connection reset");
    assertThat(prefetch.available()).isEqualTo(4);
  }
}
