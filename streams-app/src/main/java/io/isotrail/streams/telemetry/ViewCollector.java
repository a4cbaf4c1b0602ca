package io.isotrail.streams.telemetry;

import io.isotrail.streams.view.View;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes all gauges from one instant of the view, at most once in the time of the cache. When the
 * view fails, the scrape still succeeds and says that this instance is not ready, so that an alert
 * tells more than a missing target would.
 */
final class ViewCollector implements MultiCollector {

  private static final Logger LOG = LoggerFactory.getLogger(ViewCollector.class);

  private final TelemetrySettings settings;
  private final View view;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Computed latest;

  private record Computed(Instant at, MetricSnapshots snapshots) {}

  ViewCollector(TelemetrySettings settings, View view, Clock clock) {
    this.settings = settings;
    this.view = view;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    lock.lock();
    try {
      Instant now = clock.instant();
      if (latest == null
          || Duration.between(latest.at(), now).abs().compareTo(settings.cache()) >= 0) {
        latest = new Computed(now, snapshots(now.getEpochSecond()));
      }
      return latest.snapshots();
    } finally {
      lock.unlock();
    }
  }

  private MetricSnapshots snapshots(long asOf) {
    List<Family> families;
    try {
      families =
          Stream.of(
                  ResourceGauges.of(view.levels(asOf)),
                  ViolationGauges.of(settings, view.openViolations(asOf), asOf),
                  RemediationGauges.of(
                      view.endedViolations(asOf - Window.longest().seconds(), asOf), asOf),
                  RunGauges.of(view, asOf),
                  RejectionGauges.of(view, asOf),
                  ExceptionGauges.of(settings, view.exceptions(), asOf),
                  PipelineGauges.of(settings, view),
                  IntegrityGauges.of(view.integrity()))
              .flatMap(List::stream)
              .toList();
    } catch (RuntimeException e) {
      LOG.error("the view cannot be shown as gauges", e);
      families = PipelineGauges.broken();
    }
    MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
    families.forEach(family -> snapshots.metricSnapshot(family.snapshot()));
    return snapshots.build();
  }
}
