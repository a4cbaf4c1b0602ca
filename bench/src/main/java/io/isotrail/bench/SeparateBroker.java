package io.isotrail.bench;

import io.isotrail.app.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The embedded broker in a process of its own, so that what it costs is not counted with what is
 * measured. It ends when its standard input does, so none is left behind.
 */
final class SeparateBroker implements AutoCloseable {

  private static final String READY = "listening on ";

  private final Process process;
  private final String bootstrap;

  private SeparateBroker(Process process, String bootstrap) {
    this.process = process;
    this.bootstrap = bootstrap;
  }

  /** The child: runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), 0)) {
      System.out.println(READY + broker.bootstrap());
      while (System.in.read() >= 0) {
        // Nothing is ever said; the end is what is waited for.
      }
    }
  }

  static SeparateBroker start(Path data) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx768m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    SeparateBroker.class.getName(),
                    data.toString()))
            .redirectErrorStream(true)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("the broker ended before it listened, data in " + data);
    }
    Thread.ofPlatform().daemon().name("broker-output").start(() -> drain(lines));
    return new SeparateBroker(process, line.substring(READY.length()));
  }

  private static void drain(BufferedReader lines) {
    try {
      while (lines.readLine() != null) {
        // A full pipe would stop the broker.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String bootstrap() {
    return bootstrap;
  }

  /** Processor time of the broker's process so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
