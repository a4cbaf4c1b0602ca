package io.isotrail.ingest.read.inflate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipMemberTest {

  private static final byte[] CONTENT = "{\"Records\":[]}".getBytes(ISO_8859_1);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 8, 16, 6, 12, 20, 24, 28, 30, 31})
  void headersOfEveryForm(int flags) throws IOException {
    byte[] file = file(flags, CONTENT);
    assertThat(inflatedByTheJdk(file)).as("the file is right").isEqualTo(CONTENT);

    int from = GzipMember.content(file, file.length);

    byte[] deflated = deflated(CONTENT);
    int to = file.length - GzipMember.TRAILER_BYTES;
    assertThat(Arrays.copyOfRange(file, from, to)).isEqualTo(deflated);
    assertThat(GzipMember.littleEndian(file, to + 4)).isEqualTo(CONTENT.length);
    Inflaters.fast()
        .ifPresent(
            fast -> {
              byte[] target = new byte[CONTENT.length];
              assertThat(fast.get().inflate(file, file.length, target)).isEqualTo(target.length);
              assertThat(target).isEqualTo(CONTENT);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 8, 16, 30})
  void cutAnywhereItIsRefused(int flags) throws IOException {
    byte[] file = file(flags, CONTENT);
    for (int length = 0; length < file.length; length++) {
      // What lies behind the end is of another file, and must not be taken for this one's.
      byte[] cut = Arrays.copyOf(file, length);
      int from = GzipMember.content(cut, length);

      assertThat(from).isLessThanOrEqualTo(Math.max(-1, length - GzipMember.TRAILER_BYTES));
      assertThat(GzipMember.content(file, length)).isEqualTo(from);
      int cutAt = length;
      Inflaters.fast()
          .ifPresent(
              fast ->
                  assertThat(fast.get().inflate(file, cutAt, new byte[64]))
                      .isEqualTo(WholeInflater.REFUSED));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void whatIsNoGzipIsRefused(int at) throws IOException {
    byte[] file = file(0, CONTENT);
    file[at] ^= (byte) 0xe0;

    assertThat(GzipMember.content(file, file.length)).isNegative();
  }

  /** A name without its end reaches over the whole file, an extra field beyond it. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16})
  void fieldsBeyondTheEndAreRefused(int flags) {
    byte[] file = new byte[40];
    Arrays.fill(file, (byte) 0xff);
    file[0] = 0x1f;
    file[1] = (byte) 0x8b;
    file[2] = 8;
    file[3] = (byte) flags;

    assertThat(GzipMember.content(file, file.length)).isNegative();
  }

  private static byte[] file(int flags, byte[] content) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
    if ((flags & 4) != 0) {
      file.write(new byte[] {5, 0, 'A', 'p', 1, 0, 0});
    }
    if ((flags & 8) != 0) {
      file.write("log.json\0".getBytes(ISO_8859_1));
    }
    if ((flags & 16) != 0) {
      file.write("\u00e9\0".getBytes(ISO_8859_1));
    }
    if ((flags & 2) != 0) {
      CRC32 header = new CRC32();
      header.update(file.toByteArray());
      writeLittleEndian(file, header.getValue(), 2);
    }
    file.write(deflated(content));
    CRC32 checksum = new CRC32();
    checksum.update(content);
    writeLittleEndian(file, checksum.getValue(), 4);
    writeLittleEndian(file, content.length, 4);
    return file.toByteArray();
  }

  private static void writeLittleEndian(ByteArrayOutputStream file, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      file.write((int) (value >>> (8 * i)));
    }
  }

  private static byte[] deflated(byte[] content) {
    byte[] target = new byte[content.length + 64];
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(content);
      deflater.finish();
      return Arrays.copyOf(target, deflater.deflate(target));
    }
  }

  private static byte[] inflatedByTheJdk(byte[] file) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return in.readAllBytes();
    }
  }
}
