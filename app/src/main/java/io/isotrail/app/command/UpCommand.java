package io.isotrail.app.command;

import io.isotrail.app.configuration.AppSettings;
import io.isotrail.app.configuration.CommonOptions;
import io.isotrail.app.configuration.Configuration;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.pipeline.Metrics;
import io.isotrail.app.pipeline.Pipeline;
import io.isotrail.app.pipeline.Shutdown;
import io.isotrail.app.report.KpiText;
import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.ingest.Ingest;
import io.isotrail.ingest.IngestSettings;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.StreamsService;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.api.ApiServer;
import io.isotrail.streams.api.ApiSettings;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.telemetry.TelemetrySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isotrail up}: the whole pipeline in one process, until it is told to end. */
@Command(
    name = "up",
    description = {
      "Runs everything in this one process, on an embedded Kafka kept under --data, and follows the"
          + " source. Without a source: makes a sample organisation and follows it. Ctrl-C ends it;"
          + " the next start goes on where it was."
    },
    footer = {
      "",
      "Examples:",
      "  isotrail up",
      "  isotrail up --source dir:/var/log/cloudtrail --policy policy.yaml",
      "  isotrail up --source sqs:https://sqs.eu-central-1.amazonaws.com/123456789012/trail"
    })
public final class UpCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration WINDOW = Duration.ofDays(30);

  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description = {
        "dir:PATH (a tree of .json and .json.gz files, watched), s3:BUCKET/PREFIX (a complete"
            + " listing) or sqs:QUEUE_URL (S3 notifications)."
      })
  @Nullable String source;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept. Default: .isotrail")
  @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of page, API and metrics on 127.0.0.1; 0 = any free one. Default: 8080")
  @Nullable Integer port;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      description = "Port of the embedded Kafka on 127.0.0.1; 0 = any free one. Default: 19092")
  @Nullable Integer kafkaPort;

  private final Terminal terminal;
  private final Map<String, String> environment;

  UpCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    (common.verbose() ? Logging.VERBOSE : Logging.QUIET).apply();
    Settings given = followed(Configuration.load(common, own(), environment));
    AppSettings app = AppSettings.from(given);
    StreamsService.requireGovernance(given);
    try (Shutdown shutdown = new Shutdown()) {
      Optional<Sample> sample =
          given.find(IngestSettings.SOURCE).isPresent()
              ? Optional.empty()
              : Optional.of(shutdown.add(Sample.under(app.data())));
      Sample.requireUnmixed(app.data(), sample.isPresent());
      Settings settings = sample.map(made -> made.over(given)).orElse(given);
      Configuration.log(settings);
      ApiSettings api = ApiSettings.from(settings);
      StreamsSettings.from(settings);
      IngestSettings.from(settings);
      if (sample.isEmpty()) {
        Ingest.requireSource(settings);
      }
      TelemetrySettings.from(settings);
      Metrics metrics = Metrics.ofProcess(shutdown);
      Pipeline pipeline =
          Pipeline.start(
              settings,
              app.data(),
              app.kafkaPort(),
              metrics.registry(),
              shutdown,
              () -> prepare(sample));
      metrics.show(pipeline.view(), settings);
      ApiServer server =
          shutdown.add(
              ApiServer.start(api, pipeline.ports(), metrics.registry(), Clock.systemUTC()));
      sayWhereToLook(server, pipeline, app);
      if (new CatchUp(pipeline, shutdown, terminal).await()) {
        sayKpis(pipeline);
        follow(pipeline, shutdown);
      }
      return ExitCode.INTERRUPTED.number();
    }
  }

  /** A directory is followed, wherever it was named; a bucket is listed once. */
  private static Settings followed(Settings given) {
    boolean directory =
        given.find(IngestSettings.SOURCE).filter(from -> from.startsWith("dir:")).isPresent();
    return directory && !given.values().containsKey(IngestSettings.WATCH.key())
        ? given.with(Map.of(IngestSettings.WATCH.key(), "true"))
        : given;
  }

  private void prepare(Optional<Sample> sample) throws IOException {
    if (sample.isPresent()) {
      terminal.say("isotrail: no --source is given: showing a sample organisation");
      sample.get().begin();
    }
  }

  private Map<String, String> own() {
    Map<String, String> own = new LinkedHashMap<>();
    if (source != null) {
      own.put(IngestSettings.SOURCE.key(), Source.of(source));
    }
    if (data != null) {
      own.put(AppSettings.DATA.key(), data.toString());
    }
    if (port != null) {
      own.put(ApiSettings.PORT.key(), port.toString());
    }
    if (kafkaPort != null) {
      own.put(AppSettings.KAFKA_PORT.key(), kafkaPort.toString());
    }
    return own;
  }

  private void sayWhereToLook(ApiServer server, Pipeline pipeline, AppSettings app) {
    String url = server.url();
    terminal.say("Isotrail is up. Ctrl-C ends it; what it knows is kept in " + app.data());
    terminal.say("  page     " + url);
    terminal.say("  API      " + url + "api/v1/kpis");
    terminal.say("  metrics  " + url + "metrics");
    terminal.say("  Kafka    " + pipeline.bootstrap());
  }

  private void sayKpis(Pipeline pipeline) {
    KpiQuery now = new KpiQuery(Instant.now().getEpochSecond(), WINDOW, Map.of(), List.of());
    terminal.say("");
    KpiText.lines(pipeline.view().kpis(now), terminal).forEach(terminal::say);
    terminal.say("");
  }

  /** Stays quiet, except when something begins or ceases to fail. */
  private void follow(Pipeline pipeline, Shutdown shutdown) throws InterruptedException {
    Optional<String> last = Optional.empty();
    while (!shutdown.await(POLL)) {
      Optional<String> failing = pipeline.check();
      if (failing.isPresent() != last.isPresent()) {
        terminal.say(
            failing
                .map(reason -> "isotrail: " + Printable.of(reason))
                .orElse("isotrail: works again"));
      }
      last = failing;
      CommandException.throwWhenStopped(pipeline.stopped(), shutdown);
    }
  }
}
