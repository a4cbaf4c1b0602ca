package io.isotrail.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of the launcher, running as a process of its own. Its memory is read from Linux's
 * /proc.
 */
final class Launched implements AutoCloseable {

  private final Process process;
  private final long startedNanos = System.nanoTime();

  private Launched(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param output file for what it prints
   */
  static Launched start(Path launcher, Path output, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    try {
      return new Launched(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seconds since it was started. */
  double seconds() {
    return (System.nanoTime() - startedNanos) / 1e9;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Largest resident memory so far in MB (1e6 bytes); 0 once it has ended. */
  long peakMegabytes() {
    try {
      for (String line :
          Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Ends it as Ctrl-C would; answers how many seconds that took. */
  double end() throws InterruptedException {
    long begun = System.nanoTime();
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
