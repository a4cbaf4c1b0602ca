package io.isotrail.streams.telemetry;

import io.isotrail.streams.view.View;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;

/** Puts gauges into a registry. */
public final class Telemetry {

  private Telemetry() {}

  /**
   * Shows the view as gauges, under the names and labels of {@code dashboards/metrics.txt}. They
   * are computed when somebody scrapes; nothing runs in between.
   *
   * @param clock tells which instant "now" is
   */
  public static void bind(
      TelemetrySettings settings, View view, PrometheusMeterRegistry registry, Clock clock) {
    registry.getPrometheusRegistry().register(new ViewCollector(settings, view, clock));
  }

  /**
   * Shows this process: memory, collections, threads, processors, files, uptime.
   *
   * @return ends what listens to the garbage collector
   */
  public static AutoCloseable bindProcess(MeterRegistry registry) {
    JvmGcMetrics collections = new JvmGcMetrics();
    collections.bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return collections;
  }
}
