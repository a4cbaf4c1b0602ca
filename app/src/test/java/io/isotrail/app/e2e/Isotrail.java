package io.isotrail.app.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Isotrail in a process of its own, on the class path of the tests; ended by its handle. */
final class Isotrail implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern PAGE = Pattern.compile("page +(http://127\\.0\\.0\\.1:\\d+/)");

  private final Process process;
  private final Path out;
  private final Path err;

  private Isotrail(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts a command. */
  static Isotrail start(Path directory, Map<String, String> environment, String... arguments) {
    return start(directory, List.of(), environment, arguments);
  }

  /**
   * Starts a command.
   *
   * @param flags of the JVM, which win over the usual ones
   */
  static Isotrail start(
      Path directory, List<String> flags, Map<String, String> environment, String... arguments) {
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.isotrail.avro",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx320m"));
      command.addAll(flags);
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), Leashed.class.getName()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("ISOTRAIL_"));
      // The class path holds the tests' logback configuration as well, which is chosen first.
      builder.environment().putAll(environment);
      return new Isotrail(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the page is, as soon as it says so. */
  URI page() {
    awaitSaid(PAGE.pattern());
    Matcher matcher = PAGE.matcher(err());
    if (!matcher.find()) {
      throw new AssertionError("no page in " + err());
    }
    return URI.create(matcher.group(1));
  }

  /** Waits until standard error holds this. */
  void awaitSaid(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> wanted.matcher(err()).find() || !process.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("'" + pattern + "' was never said: " + err(), e);
    }
    if (!wanted.matcher(err()).find()) {
      throw new AssertionError("ended with " + process.exitValue() + ": " + err());
    }
  }

  /** The body of an answer. */
  static String get(URI uri) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError(uri + " answered " + response.statusCode() + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Kills it without a warning. */
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Tells it to end (SIGTERM), and how long it took. */
  Duration terminate() {
    long begun = System.nanoTime();
    process.destroy();
    exitCode();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Waits for its end. */
  int exitCode() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("does not end: " + err());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroyForcibly();
      exitCode();
    }
  }
}
