package io.isotrail.app.pipeline;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.telemetry.Telemetry;
import io.isotrail.streams.telemetry.TelemetrySettings;
import io.isotrail.streams.view.View;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;

/**
 * What {@code /metrics} shows of a process.
 *
 * @param registry where all rooms count
 */
public record Metrics(PrometheusMeterRegistry registry) {

  /** With the figures of this process. */
  public static Metrics ofProcess(Shutdown shutdown) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    shutdown.add(Telemetry.bindProcess(registry));
    return new Metrics(registry);
  }

  /** Also shows what the view says. */
  public void show(View view, Settings settings) {
    Telemetry.bind(TelemetrySettings.from(settings), view, registry, Clock.systemUTC());
  }
}
