package io.isotrail.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measures {@code report} over 30 days of a 20-account organisation, and how long {@code up} takes
 * to show KPIs at its first and at its second start.
 *
 * <p>Arguments: the launcher, a directory for data (made when absent, several GB), the number of
 * rounds. Talks to 127.0.0.1 only and ends what it started.
 */
public final class CommandBenchmark {

  private static final int PORT = 18_080;

  private final Path launcher;
  private final Path data;
  private final int rounds;

  private CommandBenchmark(Path launcher, Path data, int rounds) {
    this.launcher = launcher;
    this.data = data;
    this.rounds = rounds;
  }

  /** Runs it and prints medians. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 3) {
      System.err.println("arguments: LAUNCHER DATA_DIRECTORY ROUNDS");
      System.exit(2);
    }
    new CommandBenchmark(
            Path.of(arguments[0]).toAbsolutePath(),
            Files.createDirectories(Path.of(arguments[1])).toAbsolutePath(),
            Integer.parseInt(arguments[2]))
        .run();
  }

  private void run() throws IOException, InterruptedException {
    Path organisation = data.resolve("organisation");
    if (Files.notExists(organisation)) {
      wait(
          "simulate",
          List.of(
              "simulate",
              "--out",
              organisation.toString(),
              "--accounts",
              "20",
              "--days",
              "30",
              "--seed",
              "1"));
    }
    List<Double> reports = new ArrayList<>();
    List<Double> firsts = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    List<Double> ends = new ArrayList<>();
    List<Double> megabytes = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      reports.add(
          wait("report", List.of("report", "--source", "dir:" + organisation, "--format", "json")));
      Path kept = data.resolve("up-" + round);
      firsts.add(untilKpis(kept, ends, megabytes));
      seconds.add(untilKpis(kept, ends, megabytes));
      delete(kept);
    }
    print("report, 20 accounts, 30 days: seconds", reports);
    print("up, first start to complete KPIs: seconds", firsts);
    print("up, second start to complete KPIs: seconds", seconds);
    print("up, from SIGTERM to the end: seconds", ends);
    print("up, peak resident memory: MB", megabytes);
  }

  /** Runs a command to its end; answers its seconds. */
  private double wait(String name, List<String> arguments) throws InterruptedException {
    try (Launched command = Launched.start(launcher, data.resolve(name + ".log"), arguments)) {
      while (command.isAlive()) {
        Thread.sleep(20);
      }
      double seconds = command.seconds();
      if (command.exitCode() != 0) {
        throw new IllegalStateException(
            name + " exited with " + command.exitCode() + ", see " + data.resolve(name + ".log"));
      }
      return seconds;
    }
  }

  /**
   * Starts {@code up} and answers the seconds until the API gives complete KPIs over at least one
   * model.
   */
  private double untilKpis(Path kept, List<Double> ends, List<Double> megabytes)
      throws InterruptedException {
    List<String> arguments =
        List.of(
            "up", "--data", kept.toString(), "--port", Integer.toString(PORT), "--kafka-port", "0");
    try (Launched up = Launched.start(launcher, data.resolve("up.log"), arguments);
        HttpClient client = HttpClient.newHttpClient()) {
      while (!answers(client)) {
        if (!up.isAlive() || up.seconds() > 120) {
          throw new IllegalStateException("up showed no KPIs, see " + data.resolve("up.log"));
        }
        Thread.sleep(20);
      }
      double seconds = up.seconds();
      // Some time in the steady state belongs to what a user sees as its memory.
      Thread.sleep(10_000);
      megabytes.add((double) up.peakMegabytes());
      ends.add(up.end());
      return seconds;
    }
  }

  private static boolean answers(HttpClient client) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/api/v1/kpis")).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          && answer.body().contains("\"complete\":true")
          && !answer.body().contains("\"production\":0,");
    } catch (IOException e) {
      return false;
    }
  }

  private static void print(String what, List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%-45s median %8.2f  least %8.2f  most %8.2f  of %d%n",
        what,
        sorted.get(sorted.size() / 2),
        sorted.getFirst(),
        sorted.getLast(),
        sorted.size());
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      paths.sorted(Comparator.reverseOrder()).forEach(CommandBenchmark::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
