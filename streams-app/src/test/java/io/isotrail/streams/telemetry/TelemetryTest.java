package io.isotrail.streams.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Attribution;
import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.RejectionSource;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.api.SampleRows;
import io.isotrail.streams.api.SampleView;
import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.view.Integrity;
import io.isotrail.streams.view.View;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TelemetryTest {

  private static final long NOW = SampleRows.NOW_SECONDS;
  private static final long DAY = 86_400;
  private static final String PLACE = "{account=\"111122223333\",region=\"eu-central-1\"}";

  private final SampleView view = new SampleView();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final SettableClock clock = new SettableClock();

  @Test
  void counts_models_by_status_with_a_zero_for_every_other_status() {
    view.rows.addAll(
        List.of(
            SampleRows.other("a", Status.COMPLIANT),
            SampleRows.other("b", Status.COMPLIANT),
            SampleRows.other("c", Status.GONE),
            SampleRows.other("d", Status.UNDETERMINED)));

    Map<String, Double> series = scrape(Map.of());

    String rest = ",environment=\"production\",region=\"eu-central-1\",sensitivity=\"restricted\"";
    String model = "isotrail_models{account=\"111122223333\"" + rest + ",status=\"";
    assertThat(series)
        .containsEntry(model + "COMPLIANT\"}", 2.0)
        .containsEntry(model + "UNDETERMINED\"}", 1.0)
        .containsEntry(model + "VIOLATION\"}", 0.0)
        .doesNotContainKey(model + "GONE\"}")
        .containsEntry("isotrail_models_created_before{account=\"111122223333\"" + rest + "}", 1.0)
        .containsEntry(
            "isotrail_resources{account=\"111122223333\",kind=\"model\",region=\"eu-central-1\","
                + "status=\"COMPLIANT\"}",
            2.0);
  }

  @Test
  void counts_what_was_created_by_a_hidden_request_and_not_what_left_only_traces() {
    view.rows.addAll(
        List.of(
            SampleRows.hidden("a"),
            SampleRows.hidden("b"),
            SampleRows.other("c", Status.UNDETERMINED)));

    Map<String, Double> series = scrape(Map.of());

    assertThat(series)
        .containsEntry(
            "isotrail_resources_hidden{account=\"111122223333\",environment=\"production\","
                + "kind=\"model\",region=\"eu-central-1\",sensitivity=\"restricted\"}",
            2.0)
        // Of the runs of the sample KPIs one is undetermined.
        .containsEntry(
            "isotrail_runs_hidden{account=\"1\",environment=\"some-environment\","
                + "kind=\"some-kind\",region=\"some-region\",sensitivity=\"some-sensitivity\",window=\"1d\"}",
            1.0);
  }

  @Test
  void runs_to_alert_about_have_a_series_in_every_window() {
    // Of the last day there are none; of 30 days and of 29 there are.
    view.kpis =
        report ->
            report.window().equals(Duration.ofDays(1)) && report.groups() != null
                ? SampleView.report(
                    new KpiQuery(report.asOf(), report.window(), Map.of(), List.of()), List.of())
                : report;

    Map<String, Double> series = scrape(Map.of());

    for (String name : List.of("isotrail_runs_in_violation", "isotrail_runs_hidden")) {
      assertThat(named(series, name))
          .hasSize(3)
          .anyMatch(key -> key.contains("window=\"1d\"") && series.getOrDefault(key, 9.0) == 0)
          .anyMatch(key -> key.contains("window=\"29d\"") && series.getOrDefault(key, 0.0) > 0)
          .anyMatch(key -> key.contains("window=\"30d\"") && series.getOrDefault(key, 0.0) > 0);
    }
  }

  @Test
  void names_open_violations_up_to_the_cap_and_counts_the_rest() {
    view.violations.addAll(
        List.of(
            SampleRows.violation("worst", Severity.CRITICAL, NOW - 2 * DAY),
            SampleRows.violation("next", Severity.HIGH, NOW - 10),
            SampleRows.violation("last", Severity.LOW, NOW - 5),
            SampleRows.ended("done", NOW - 20, NOW - 10, Ending.DELETED)));

    Map<String, Double> series = scrape(Map.of("isotrail.telemetry.maximum-series", "2"));

    List<String> named = named(series, "isotrail_violation_open_timestamp_seconds");
    assertThat(named).hasSize(2);
    assertThat(named.getFirst())
        .contains("resource=\"aws/111122223333/eu-central-1/model/")
        .contains("owner=\"risk\"");
    assertThat(series).containsEntry("isotrail_violation_series_overflow", 1.0);
    assertThat(sum(series, "isotrail_violations_open")).isEqualTo(3);
    assertThat(sum(series, "isotrail_violations_overdue")).isEqualTo(1);
    // Of all of them, those without a series of their own included.
    assertThat(sum(series, "isotrail_violations_opening_timestamp_seconds_sum"))
        .isEqualTo(3.0 * NOW - 2 * DAY - 15);
    assertThat(named(series, "isotrail_violations_oldest_timestamp_seconds"))
        .extracting(series::get)
        .containsExactlyInAnyOrder(NOW - 2.0 * DAY, NOW - 10.0, NOW - 5.0);
  }

  @Test
  void findings_that_the_list_has_no_room_for_are_counted() {
    IntegrityStatus trail =
        IntegrityStatus.newBuilder()
            .setSource("sqs:q")
            .setAccount("111122223333")
            .setRegion("eu-central-1")
            .setTrail("main")
            .setSince(NOW - DAY)
            .setVerifiedUntil(NOW)
            .setCovered(List.of())
            .setGaps(List.of())
            .setFindings(List.of())
            .setFindingsLeftOut(150)
            .setFindingsLeftOutUntil(NOW)
            .build();
    view.integrity = new Integrity(List.of(trail), List.of(), 0);

    assertThat(scrape(Map.of()))
        .containsEntry(
            "isotrail_integrity_findings"
                + "{account=\"111122223333\",kind=\"log-left-out\",region=\"eu-central-1\"}",
            150.0);
  }

  @Test
  void owners_beyond_the_cap_are_others() {
    view.violations.addAll(
        List.of(
            SampleRows.owned("a", "busy"),
            SampleRows.owned("b", "busy"),
            SampleRows.owned("c", "rare"),
            SampleRows.owned("d", "")));

    List<String> open =
        named(scrape(Map.of("isotrail.telemetry.maximum-owners", "1")), "isotrail_violations_open");

    assertThat(open).hasSize(3);
    assertThat(String.join("\n", open))
        .contains("owner=\"busy\"")
        .contains("owner=\"other\"")
        .contains("owner=\"\"")
        .doesNotContain("rare");
  }

  @Test
  void sums_remediations_over_rolling_windows() {
    view.violations.addAll(
        List.of(
            SampleRows.ended("a", NOW - 3_600, NOW, Ending.DELETED),
            SampleRows.ended("b", NOW - 10 * DAY, NOW - 2 * DAY, Ending.REPLACED),
            SampleRows.ended("edge", NOW - DAY - 100, NOW - DAY, Ending.ISOLATED),
            SampleRows.ended("no", NOW - 100, NOW - 50, Ending.EXEMPTED),
            SampleRows.ended("old", NOW - 95 * DAY, NOW - 90 * DAY, Ending.DELETED)));

    Map<String, Double> series = scrape(Map.of());

    assertThat(series)
        .containsEntry(remediation("count", "1d", null), 1.0)
        .containsEntry(remediation("sum", "1d", null), 3_600.0)
        .containsEntry(remediation("count", "7d", null), 3.0)
        .containsEntry(remediation("count", "90d", null), 3.0)
        .containsEntry(remediation("sum", "90d", null), 3_600.0 + 8 * DAY + 100)
        .containsEntry(remediation("bucket", "7d", "900.0"), 1.0)
        .containsEntry(remediation("bucket", "7d", "3600.0"), 2.0)
        .containsEntry(remediation("bucket", "7d", "604800.0"), 2.0)
        .containsEntry(remediation("bucket", "7d", "1209600.0"), 3.0)
        .containsEntry(remediation("bucket", "7d", "+Inf"), 3.0);
  }

  @Test
  void counts_rejections_of_models_in_their_windows() {
    view.rejections.addAll(
        List.of(
            rejection("model", NOW),
            rejection("model", NOW - 2 * DAY),
            rejection("model", NOW + 1),
            rejection("training-job", NOW)));

    Map<String, Double> series = scrape(Map.of());

    String labels = "{account=\"111122223333\",attribution=\"isolation\",source=\"aws\",window=\"";
    assertThat(series)
        .containsEntry("isotrail_rejections" + labels + "1d\"}", 1.0)
        .containsEntry("isotrail_rejections" + labels + "7d\"}", 2.0);
  }

  @Test
  void tells_exceptions_by_their_force() {
    view.exceptions.addAll(
        List.of(
            grant("long", NOW - 10, NOW - 10, NOW + 100 * DAY, null),
            grant("soon", NOW - 10, NOW - 10, NOW + 30 * DAY, null),
            grant("revoked", NOW - 10, NOW - 10, NOW + 30 * DAY, NOW - 1),
            grant("ended", NOW - 10, NOW - 10, NOW, null),
            // One id: ended twice, and it goes on at the very second of an end.
            grant("again", NOW - 90, NOW - 90, NOW - 80, null),
            grant("again", NOW - 70, NOW - 70, NOW - 60, null),
            grant("goes on", NOW - 20, NOW - 20, NOW - 5, null),
            grant("goes on", NOW - 20, NOW - 5, NOW + 100 * DAY, null),
            grant("asked", null, NOW - 10, NOW + 10, null),
            grant("later", NOW - 10, NOW + 10, NOW + 20, null)));

    Map<String, Double> series = scrape(Map.of());

    assertThat(series)
        .containsEntry("isotrail_exceptions{state=\"active\"}", 3.0)
        .containsEntry("isotrail_exceptions{state=\"expiring\"}", 1.0)
        .containsEntry("isotrail_exceptions{state=\"expired\"}", 3.0);
    assertThat(named(series, "isotrail_exception_end_timestamp_seconds"))
        .containsExactlyInAnyOrder(
            "isotrail_exception_end_timestamp_seconds{exception=\"long\"}",
            "isotrail_exception_end_timestamp_seconds{exception=\"goes on\"}",
            "isotrail_exception_end_timestamp_seconds{exception=\"soon\"}");
  }

  @Test
  void several_feeds_of_one_place_are_one_series() {
    view.feeds.addAll(
        List.of(
            new FeedStatus("dir:a", SampleRows.ACCOUNT, SampleRows.REGION, 100L, 200L, 300L),
            new FeedStatus("dir:b", SampleRows.ACCOUNT, SampleRows.REGION, 50L, 250L, 280L)));

    Map<String, Double> series = scrape(Map.of());

    assertThat(series)
        .containsEntry("isotrail_feed_last_object_timestamp_seconds" + PLACE, 300.0)
        .containsEntry("isotrail_feed_last_event_timestamp_seconds" + PLACE, 250.0)
        .containsEntry("isotrail_coverage_start_timestamp_seconds" + PLACE, 50.0);
  }

  @Test
  void tells_after_which_silence_a_feed_is_stale() {
    assertThat(scrape(Map.of("isotrail.view.feed.stale-after", "2h")))
        .containsEntry("isotrail_feed_stale_after_seconds", 7_200.0);
  }

  @Test
  void says_whether_it_is_ready_and_complete() {
    view.completeness = new View.Completeness(true, false, List.of());

    assertThat(scrape(Map.of()))
        .containsEntry("isotrail_ready", 1.0)
        .containsEntry("isotrail_complete", 0.0);
  }

  @Test
  void a_view_that_fails_is_shown_as_not_ready_and_other_meters_stay() {
    view.failure = new IllegalStateException("broken");
    registry.counter("isotrail.sample").increment();

    assertThat(scrape(Map.of()))
        .containsEntry("isotrail_ready", 0.0)
        .containsEntry("isotrail_complete", 0.0)
        .containsEntry("isotrail_sample_total", 1.0);
  }

  @Test
  void hostile_labels_neither_break_a_line_nor_a_scrape() {
    String hostile = "a\"} 1\nfake_metric{x=\"\\" + "\u202E<script>" + "y".repeat(2_000);
    view.violations.add(SampleRows.owned("m", hostile));
    view.violations.add(SampleRows.owned("m", hostile));

    Map<String, Double> series = scrape(Map.of());

    assertThat(named(series, "fake_metric")).isEmpty();
    assertThat(sum(series, "isotrail_violations_open")).isEqualTo(2);
    assertThat(named(series, "isotrail_violation_open_timestamp_seconds")).hasSize(1);
    assertThat(named(series, "isotrail_violations_open").getFirst()).hasSizeLessThan(800);
  }

  @Test
  void computes_once_within_the_time_of_the_cache() {
    scrape(Map.of("isotrail.telemetry.cache", "10s"));
    clock.now = SampleRows.NOW.plusSeconds(9);
    registry.scrape();
    assertThat(view.asked).hasSize(1);

    clock.now = SampleRows.NOW.plusSeconds(10);
    registry.scrape();
    assertThat(view.asked).containsExactly(NOW, NOW + 10);
  }

  @Test
  void an_open_violation_without_an_opening_has_no_series() {
    view.violations.add(SampleRows.other("odd", Status.VIOLATION));

    assertThat(named(scrape(Map.of()), "isotrail_violation_open_timestamp_seconds")).isEmpty();
  }

  @Test
  void shows_the_process() throws Exception {
    PrometheusMeterRegistry process = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (AutoCloseable bound = Telemetry.bindProcess(process)) {
      assertThat(bound).isNotNull();
      assertThat(process.scrape()).contains("jvm_memory_used_bytes", "process_uptime_seconds");
    }
  }

  private Map<String, Double> scrape(Map<String, String> settings) {
    Telemetry.bind(TelemetrySettings.from(new Settings(settings)), view, registry, clock);
    return Exposition.parse(registry.scrape());
  }

  private static List<String> named(Map<String, Double> series, String name) {
    return series.keySet().stream().filter(key -> key.startsWith(name + "{")).toList();
  }

  private static double sum(Map<String, Double> series, String name) {
    return named(series, name).stream().mapToDouble(key -> series.getOrDefault(key, 0.0)).sum();
  }

  private static String remediation(String part, String window, @Nullable String bound) {
    return "isotrail_remediation_seconds_"
        + part
        + "{account=\"111122223333\""
        + (bound == null ? "" : ",le=\"" + bound + "\"")
        + ",window=\""
        + window
        + "\"}";
  }

  private static Rejection rejection(String kind, long at) {
    return new Rejection(
        SampleRows.ACCOUNT,
        "event-" + at,
        at,
        "CreateModel",
        "key",
        SampleRows.REGION,
        kind,
        "name",
        "actor",
        "AccessDenied",
        Attribution.ISOLATION,
        RejectionSource.AWS,
        "production",
        "restricted",
        "",
        true,
        null);
  }

  private static ExceptionGrant grant(
      String id, @Nullable Long approvedAt, long from, long until, @Nullable Long revokedAt) {
    return new ExceptionGrant(
        id, "*", "reason", "T-1", "ann", "bob", approvedAt, from, until, revokedAt, List.of());
  }

  /** A clock that a test sets. */
  private static final class SettableClock extends Clock {
    private Instant now = SampleRows.NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
