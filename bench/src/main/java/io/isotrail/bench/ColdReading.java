package io.isotrail.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The first log that a process reads, all code still to be compiled. */
final class ColdReading {

  private static final int ROUNDS = 5;

  private ColdReading() {}

  static void measure(Corpus corpus) throws IOException, InterruptedException {
    Corpus.LogFile file = corpus.nearTo(20_000_000);
    double[] millis = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(
          List.of(
              "-cp",
              System.getProperty("java.class.path"),
              ReaderBenchmark.class.getName(),
              "cold",
              file.path().toString()));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("the cold process failed: " + said);
      }
      millis[i] = Double.parseDouble(said.strip());
    }
    System.out.printf(
        Locale.ROOT,
        "%nfirst file of %.1f MB in a cold process, by the wall: %.0f ms%n",
        file.inflatedBytes() / 1e6,
        ReaderBenchmark.median(millis));
  }

  /** Reads one file and prints for how many milliseconds; the JVM's own start is not in it. */
  static void main(Path path) throws IOException {
    byte[] gzip = Files.readAllBytes(path);
    long start = System.nanoTime();
    ReaderBenchmark.reading(ReaderBenchmark.best()).read(gzip, -1);
    System.out.printf(Locale.ROOT, "%.1f%n", (System.nanoTime() - start) / 1e6);
  }
}
