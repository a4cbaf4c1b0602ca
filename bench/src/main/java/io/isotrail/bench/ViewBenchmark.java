package io.isotrail.bench;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.api.json.KpiJson;
import io.isotrail.streams.api.json.TrendJson;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.TrendQuery;
import io.isotrail.streams.view.TopicView;
import io.isotrail.streams.view.View;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Builds the view of a large organisation from made-up records, without Kafka, and measures what it
 * takes on the heap and how long KPIs and trends take, their JSON included: by the clock, and of
 * the processor, which says more where others work beside it.
 *
 * <p>Arguments: a directory for the view's store, the number of models, of accounts, of years, and
 * of questions of each sort.
 */
public final class ViewBenchmark {

  private static final long DAY = 86_400;

  private final Random random = new Random(7);
  private final Path directory;
  private final Organisation organisation;
  private final int questions;

  private ViewBenchmark(Path directory, Organisation organisation, int questions) {
    this.directory = directory;
    this.organisation = organisation;
    this.questions = questions;
  }

  /** Runs it and prints the figures. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 5) {
      System.err.println("arguments: DIRECTORY MODELS ACCOUNTS YEARS QUESTIONS");
      System.exit(2);
    }
    new ViewBenchmark(
            Files.createDirectories(Path.of(arguments[0])),
            new Organisation(
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]) * 365),
            Integer.parseInt(arguments[4]))
        .run();
  }

  private void run() throws IOException, InterruptedException {
    Settings settings =
        new Settings(
            Map.of(
                StreamsSettings.STATE_DIRECTORY.key(),
                directory.toString(),
                "schema.registry.url",
                "memory://bench"));
    long before = heap();
    long began = System.nanoTime();
    try (RecordedTopics topics = new RecordedTopics(organisation, settings);
        TopicView view =
            new TopicView(
                settings,
                StreamsSettings.from(settings),
                () -> new View.Component("streams", true, ""),
                _ -> Optional.empty(),
                topics::consumer,
                Clock.fixed(Instant.ofEpochSecond(organisation.end()), ZoneOffset.UTC))) {
      view.start();
      while (!topics.given() || !view.completeness().ready()) {
        Thread.sleep(50);
      }
      double seconds = (System.nanoTime() - began - topics.makingNanos()) / 1e9;
      topics.forget();
      System.out.printf(
          Locale.ROOT,
          "build: %.1f s for %,d rows and %,d tallies%n",
          seconds,
          organisation.models(),
          topics.tallies());
      System.out.printf(Locale.ROOT, "heap: %,d MB%n", (heap() - before) >> 20);
      System.out.printf(Locale.ROOT, "disk: %,d MB%n", disk() >> 20);
      ask(view);
      System.out.printf(Locale.ROOT, "resident: %,d MB%n", resident());
    }
  }

  private void ask(View view) {
    measure("kpis, by account", () -> kpis(view, List.of("account")));
    measure("kpis", () -> kpis(view, List.of()));
    measure("trends, 400 days", () -> trends(view, List.of()));
    measure("trends, 400 days, by environment", () -> trends(view, List.of("environment")));
    measure("levels of all gauges", () -> view.levels(organisation.end()).size());
  }

  /** Any second of the history, any window. */
  private int kpis(View view, List<String> groupBy) {
    long asOf = organisation.start() + random.nextLong(organisation.days() * DAY);
    Duration window = Duration.ofDays(1 + random.nextInt(400));
    return KpiJson.of(view.kpis(new KpiQuery(asOf, window, Map.of(), groupBy))).toString().length();
  }

  private int trends(View view, List<String> groupBy) {
    LocalDate last =
        LocalDate.ofEpochDay(organisation.end() / DAY - random.nextInt(organisation.days() - 400));
    return TrendJson.of(
            view.trends(
                new TrendQuery(last.minusDays(399), last, TrendQuery.Step.DAY, Map.of(), groupBy)),
            TrendQuery.Step.DAY)
        .toString()
        .length();
  }

  private interface Question {
    int ask();
  }

  private void measure(String name, Question question) {
    for (int warm = 0; warm < questions / 4; warm++) {
      question.ask();
    }
    double[] millis = new double[questions];
    double[] processor = new double[questions];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int at = 0; at < questions; at++) {
      long began = System.nanoTime();
      long busy = threads.getCurrentThreadCpuTime();
      if (question.ask() == 0) {
        throw new IllegalStateException("no answer");
      }
      processor[at] = (threads.getCurrentThreadCpuTime() - busy) / 1e6;
      millis[at] = (System.nanoTime() - began) / 1e6;
    }
    System.out.printf(
        Locale.ROOT,
        "%s: p50 %.1f ms, p99 %.1f ms; of the processor p50 %.1f ms, p99 %.1f ms (%d questions)%n",
        name,
        percentile(millis, 50),
        percentile(millis, 99),
        percentile(processor, 50),
        percentile(processor, 99),
        questions);
  }

  /** Nearest rank. */
  private static double percentile(double[] figures, int percent) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length * percent + 99) / 100 - 1];
  }

  private static long heap() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      System.gc();
      Thread.sleep(200);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private long disk() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
