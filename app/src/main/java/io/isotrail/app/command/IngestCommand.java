package io.isotrail.app.command;

import io.isotrail.app.configuration.AppSettings;
import io.isotrail.app.configuration.CommonOptions;
import io.isotrail.app.configuration.Configuration;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.health.HealthServer;
import io.isotrail.app.pipeline.Metrics;
import io.isotrail.app.pipeline.Shutdown;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.ingest.Ingest;
import io.isotrail.ingest.IngestSettings;
import io.isotrail.schemas.settings.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isotrail ingest}: log files in, facts to Kafka. */
@Command(
    name = "ingest",
    description = {
      "The service that reads log files and publishes facts to a Kafka of your own"
          + " (kafka.bootstrap.servers, schema.registry.url). Health and metrics are on"
          + " 127.0.0.1:8081 (isotrail.app.health.*). Ends by itself when a directory or bucket"
          + " that is not watched was read to its end."
    })
public final class IngestCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(IngestCommand.class);
  private static final Duration POLL = Duration.ofMillis(500);

  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description = "dir:PATH, s3:BUCKET/PREFIX or sqs:QUEUE_URL.")
  @Nullable String source;

  private final Terminal terminal;
  private final Map<String, String> environment;

  IngestCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    (common.verbose() ? Logging.VERBOSE : Logging.SERVICE).apply();
    Map<String, String> own = new LinkedHashMap<>();
    if (source != null) {
      own.put(IngestSettings.SOURCE.key(), Source.of(source));
    }
    Settings settings = Configuration.load(common, own, environment);
    Configuration.log(settings);
    AppSettings app = AppSettings.from(settings);
    try (Shutdown shutdown = new Shutdown()) {
      Metrics metrics = Metrics.ofProcess(shutdown);
      Ingest ingest = shutdown.add(Ingest.open(settings, metrics.registry()));
      HealthServer health =
          shutdown.add(
              HealthServer.start(
                  app.healthHost(),
                  app.healthPort(),
                  AppSettings.HEALTH_PORT.key(),
                  "ingest",
                  ingest::check,
                  metrics.registry()));
      ingest.start();
      LOG.atInfo().addKeyValue("health", health.port()).log("ingest is up");
      // A live source is emptied again and again, and never ends.
      while (!ingest.awaitEnd(POLL) || ingest.live()) {
        if (ingest.live() ? shutdown.await(POLL) : shutdown.told()) {
          return ExitCode.INTERRUPTED.number();
        }
      }
      Ingest.Progress read = ingest.progress();
      new SourceSummary(metrics.registry())
          .say(read, settings.get(IngestSettings.SOURCE), terminal);
      return (read.incomplete() ? ExitCode.INCOMPLETE : ExitCode.DONE).number();
    }
  }
}
