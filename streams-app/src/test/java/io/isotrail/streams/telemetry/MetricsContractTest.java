package io.isotrail.streams.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Attribution;
import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.RejectionSource;
import io.isotrail.avro.TimeSpan;
import io.isotrail.avro.TrailEvent;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.api.SampleRows;
import io.isotrail.streams.api.SampleView;
import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.view.Integrity;
import io.isotrail.streams.view.View;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What dashboards and rules may name is what the view shows, label by label. */
class MetricsContractTest {

  private static final Path CONTRACT = Path.of("..", "dashboards", "metrics.txt");
  private static final long NOW = SampleRows.NOW_SECONDS;

  @Test
  void every_listed_gauge_of_the_view_is_shown_with_its_labels_and_no_other_is() throws Exception {
    assertThat(shown(fullView())).isEqualTo(listed());
  }

  /** Gauges alone, without the ledger: that and the counters belong to ingest. */
  private static Map<String, Set<String>> listed() throws IOException {
    Map<String, Set<String>> listed = new TreeMap<>();
    for (String line : Files.readAllLines(CONTRACT)) {
      String[] words = line.split(" ", 4);
      if (!line.startsWith("#")
          && words[1].equals("gauge")
          && !words[0].startsWith("isotrail_ledger_")
          && !words[0].startsWith("isotrail_ingest_")) {
        listed.put(
            words[0],
            words[2].equals("-") ? Set.of() : new TreeSet<>(List.of(words[2].split(","))));
      }
    }
    return listed;
  }

  private static Map<String, Set<String>> shown(SampleView view) {
    ViewCollector collector =
        new ViewCollector(
            TelemetrySettings.from(new Settings(Map.of())),
            view,
            Clock.fixed(SampleRows.NOW, ZoneOffset.UTC));
    Map<String, Set<String>> shown = new TreeMap<>();
    for (MetricSnapshot snapshot : collector.collect()) {
      Set<String> labels = new TreeSet<>();
      for (var point : ((GaugeSnapshot) snapshot).getDataPoints()) {
        for (Label label : point.getLabels()) {
          labels.add(label.getName());
        }
      }
      shown.put(snapshot.getMetadata().getName(), labels);
    }
    return shown;
  }

  private static SampleView fullView() {
    SampleView view = new SampleView();
    view.rows.add(SampleRows.violation("a", Severity.HIGH, NOW - 10));
    view.rows.add(SampleRows.hidden("c"));
    view.violations.add(SampleRows.violation("a", Severity.HIGH, NOW - 10));
    view.violations.add(SampleRows.ended("b", NOW - 20, NOW - 10, Ending.DELETED));
    view.feeds.add(new FeedStatus("dir:a", SampleRows.ACCOUNT, SampleRows.REGION, NOW, NOW, NOW));
    view.integrity =
        new Integrity(
            List.of(
                new IntegrityStatus(
                    "dir:a",
                    SampleRows.ACCOUNT,
                    SampleRows.REGION,
                    "trail",
                    NOW - 9,
                    NOW - 1,
                    List.of(),
                    List.of(new TimeSpan(NOW - 5, NOW - 3)),
                    List.of(new IntegrityFinding("log-hash", "s3://b/k", "", "m", NOW)),
                    0L,
                    0L,
                    "",
                    0L)),
            List.of(
                new Integrity.Event(
                    new TrailEvent(
                        SampleRows.ACCOUNT,
                        SampleRows.REGION,
                        "e",
                        "StopLogging",
                        "trail",
                        NOW,
                        "actor"),
                    true)),
            0);
    view.canary = Optional.of(new View.Canary(1_000L * NOW, OptionalLong.of(250)));
    view.exceptions.add(
        new ExceptionGrant(
            "EX-1", "*", "r", "t", "ann", "bob", NOW - 1, NOW - 1, NOW + 1, null, List.of()));
    view.rejections.add(
        new Rejection(
            SampleRows.ACCOUNT,
            "event",
            NOW,
            "CreateModel",
            "key",
            SampleRows.REGION,
            "model",
            "name",
            "actor",
            "AccessDenied",
            Attribution.ISOLATION,
            RejectionSource.AWS,
            "production",
            "restricted",
            "",
            true,
            null));
    return view;
  }
}
