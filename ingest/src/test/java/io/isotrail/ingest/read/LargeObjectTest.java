package io.isotrail.ingest.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.given.Records;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object far larger than the heap of the process that reads it. */
class LargeObjectTest {

  private static final long TEXT_BYTES = 430_000_000;
  private static final int WANTED_EVERY = 1_000;

  @Test
  void fourHundredMegabytesPassThroughAHeapOfSixtyFour(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("large.json.gz");
    long records = write(log);
    assertThat(Files.size(log)).isGreaterThan(45_000_000);

    Path said = directory.resolve("said");
    Process reading =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--add-modules=jdk.incubator.vector",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Child.class.getName(),
                    log.toString()))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();

    assertThat(reading.waitFor()).as(() -> text(said)).isZero();
    assertThat(text(said))
        .contains(
            "records=%d wanted=%d fault=false"
                .formatted(records, (records + WANTED_EVERY - 1) / WANTED_EVERY));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** About a ninth of the text's size on disk, as logs have it. */
  private static long write(Path log) throws IOException {
    Random random = new Random(5);
    long bytes = 0;
    long records = 0;
    try (OutputStream out =
        new BufferedOutputStream(
            new GZIPOutputStream(Files.newOutputStream(log), 1 << 16) {
              {
                def.setLevel(Deflater.BEST_SPEED);
              }
            },
            1 << 16)) {
      out.write("{\"Records\":[".getBytes(UTF_8));
      while (bytes < TEXT_BYTES) {
        String number =
            random.longs(4).mapToObj(Long::toHexString).collect(Collectors.joining("-"));
        String record =
            records % WANTED_EVERY == 0
                ? Records.createModel(number, "m" + number, Records.AT)
                : Records.foreign((int) (records % 60)).replace("f-", number);
        byte[] content = ((records == 0 ? "" : ",") + record).getBytes(UTF_8);
        out.write(content);
        bytes += content.length;
        records++;
      }
      out.write("]}".getBytes(UTF_8));
    }
    return records;
  }

  /** Reads one file as the service does, and says what it came to. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) throws IOException {
      Path log = Path.of(arguments[0]);
      // What two parsers would be given of such a heap.
      int wholeBytes = (int) (Runtime.getRuntime().maxMemory() / 8);
      RecordReader reader =
          new ShapeRecordReader(
              Set.of("sagemaker.amazonaws.com"),
              new ReadLimits(1L << 30, 200, 1 << 20, 100),
              wholeBytes);
      try (InputStream body = new BufferedInputStream(Files.newInputStream(log))) {
        ReadResult result =
            reader.read(
                body,
                log.toString(),
                new RecordSink() {
                  @Override
                  public void record(RawRecord record) {}

                  @Override
                  public void unusable(Fault fault) {
                    throw new IllegalStateException(fault.message());
                  }
                });
        System.out.printf(
            "records=%d wanted=%d fault=%s%n",
            result.records(), result.wanted(), result.fault().isPresent());
      }
    }
  }
}
