package io.isotrail.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of the operating system that judges our files.
 *
 * @param name of the program on the PATH; the variable ISOTRAIL_NAME (upper case, _ for -) names
 *     another
 * @param debianPackage that brings it
 */
record Tool(String name, String debianPackage) {

  static final Tool PROMTOOL = new Tool("promtool", "prometheus");
  static final Tool AMTOOL = new Tool("amtool", "prometheus-alertmanager");
  static final Tool COMPOSE = new Tool("docker-compose", "docker-compose");

  private static final long SECONDS_AT_MOST = 120;

  /** What a run gave, both streams in one. */
  record Outcome(int exitCode, String output) {}

  /** Runs the program, or skips the test where it is missing; in CI that is a failure. */
  Outcome run(Path directory, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(find().toString());
    command.addAll(List.of(arguments));
    return run(directory, command, Map.of());
  }

  /** Runs any command to its end. */
  static Outcome run(Path directory, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("isotrail-tool", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail(command + " did not end within " + SECONDS_AT_MOST + " s");
      }
      return new Outcome(process.exitValue(), Files.readString(output, UTF_8));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private Path find() {
    String named =
        System.getenv("ISOTRAIL_" + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    Stream<Path> candidates =
        named != null
            ? Stream.of(Path.of(named))
            : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, name));
    return candidates.filter(Files::isExecutable).findFirst().orElseGet(this::missing);
  }

  private Path missing() {
    String message = name + " is not installed; the Debian package " + debianPackage + " has it";
    return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
  }
}
