package io.isotrail.app.command;

import io.isotrail.app.configuration.CommonOptions;
import io.isotrail.app.configuration.Configuration;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.pipeline.Metrics;
import io.isotrail.app.pipeline.Shutdown;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.StreamsService;
import io.isotrail.streams.api.ApiServer;
import io.isotrail.streams.api.ApiSettings;
import io.isotrail.streams.telemetry.TelemetrySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code isotrail streams}: facts in Kafka judged, and the answers. */
@Command(
    name = "streams",
    description = {
      "The service that judges the facts in a Kafka of your own (kafka.bootstrap.servers,"
          + " schema.registry.url) and answers: page, API, health and metrics on 127.0.0.1:8080"
          + " (isotrail.api.*)."
    })
public final class StreamsCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsCommand.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  @Mixin CommonOptions common = new CommonOptions();

  private final Map<String, String> environment;

  StreamsCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    (common.verbose() ? Logging.VERBOSE : Logging.SERVICE).apply();
    Settings settings = Configuration.load(common, Map.of(), environment);
    Configuration.log(settings);
    ApiSettings api = ApiSettings.from(settings);
    TelemetrySettings.from(settings);
    StreamsService.requireGovernance(settings);
    try (Shutdown shutdown = new Shutdown()) {
      Metrics metrics = Metrics.ofProcess(shutdown);
      StreamsService streams = shutdown.add(StreamsService.open(settings, metrics.registry()));
      streams.start();
      metrics.show(streams.view(), settings);
      ApiServer server =
          shutdown.add(
              ApiServer.start(api, streams.ports(), metrics.registry(), Clock.systemUTC()));
      LOG.atInfo().addKeyValue("url", server.url()).log("streams is up");
      Optional<String> last = Optional.empty();
      while (!shutdown.await(POLL)) {
        Optional<String> failing = streams.check();
        if (!failing.equals(last)) {
          failing.ifPresentOrElse(
              reason -> LOG.atWarn().addKeyValue("reason", reason).log("not ready"),
              () -> LOG.info("ready"));
        }
        last = failing;
        CommandException.throwWhenStopped(streams.stopped(), shutdown);
      }
      return ExitCode.INTERRUPTED.number();
    }
  }
}
