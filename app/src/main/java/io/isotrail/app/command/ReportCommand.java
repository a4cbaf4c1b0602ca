package io.isotrail.app.command;

import io.isotrail.app.configuration.AsOfOptions;
import io.isotrail.app.configuration.CommonOptions;
import io.isotrail.app.configuration.Configuration;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.pipeline.Pipeline;
import io.isotrail.app.pipeline.Shutdown;
import io.isotrail.app.pipeline.TemporaryDirectory;
import io.isotrail.app.report.Report;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.ingest.Ingest;
import io.isotrail.ingest.IngestSettings;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.streams.StreamsService;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.KpiReport;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
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

/** {@code isotrail report}: the whole pipeline, once. */
@Command(
    name = "report",
    description = {
      "How do we stand? Reads CloudTrail log files once, to their end, and prints the four KPIs"
          + " and the violations, worst first. Leaves nothing behind."
    },
    footer = {
      "",
      "Examples:",
      "  isotrail report --source dir:/var/log/cloudtrail",
      "  isotrail report --source s3:my-trail-bucket/AWSLogs --from 2026-10-01 --format csv",
      "  isotrail report --source dir:logs --fail-on high   # exit code 3 when one is open",
      "",
      "Exit codes:",
      "  0    done; the answer is complete",
      "  1    failed",
      "  2    the command line or the configuration cannot be used",
      "  3    a violation of the severity given by --fail-on, or a worse one, is open",
      "  4    the answer is incomplete: something could not be listed or read, or is not judged yet;"
          + " standard error says what (wins over 3)",
      "  130  interrupted",
      "Objects and records that are damaged (cut off, not gzip, no JSON) are put aside: they do not"
          + " change the exit code, and standard error counts them by reason, since they are not in"
          + " the numbers."
    })
public final class ReportCommand implements Callable<Integer> {

  private static final String EVERYTHING = "36500d";

  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = "--source",
      required = true,
      paramLabel = "SOURCE",
      description = {
        "dir:PATH (a tree of .json and .json.gz files) or s3:BUCKET/PREFIX (a complete listing)."
      })
  String source = "";

  @Mixin DayOptions days = new DayOptions();

  @Mixin AsOfOptions time = new AsOfOptions();

  @Option(names = "--all", description = "Also the violations that have ended.")
  boolean all;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Report.Format format = Report.Format.text;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "Exit with 3 when a violation of this severity or a worse one is open: critical, high,"
              + " medium, low.")
  @Nullable String failOn;

  private final Terminal terminal;
  private final Map<String, String> environment;

  ReportCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    (common.verbose() ? Logging.VERBOSE : Logging.QUIET).apply();
    KpiQuery query = new KpiQuery(asOf().getEpochSecond(), time.window(), Map.of(), List.of());
    Severity threshold = threshold();
    Settings settings = settings();
    Configuration.log(settings);
    Ingest.requireSource(settings);
    StreamsService.requireGovernance(settings);
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (Shutdown shutdown = new Shutdown()) {
      TemporaryDirectory directory = shutdown.add(TemporaryDirectory.make("isotrail-report-"));
      Pipeline pipeline =
          Pipeline.start(settings, directory.path(), 0, metrics, shutdown, () -> {});
      CatchUp catchUp = new CatchUp(pipeline, shutdown, terminal);
      if (!catchUp.await() || !catchUp.awaitComplete()) {
        return ExitCode.INTERRUPTED.number();
      }
      Ingest.Progress read = pipeline.read();
      KpiReport kpis = pipeline.view().kpis(query);
      List<Row> violations = pipeline.view().violations(query.asOf(), all);
      new Report(terminal, all).print(format, kpis, violations);
      SourceSummary summary = new SourceSummary(metrics);
      summary.say(read, source, terminal);
      if (!kpis.complete()) {
        summary.sayIncomplete(pipeline.view().completeness(), terminal);
      }
      return exitCode(violations, threshold, read.incomplete() || !kpis.complete()).number();
    }
  }

  private static ExitCode exitCode(
      List<Row> violations, @Nullable Severity threshold, boolean incomplete) {
    if (incomplete) {
      return ExitCode.INCOMPLETE;
    }
    boolean met =
        threshold != null
            && violations.stream()
                .filter(row -> row.endedAt() == null)
                .map(Row::severity)
                .anyMatch(severity -> severity != null && severity.compareTo(threshold) <= 0);
    return met ? ExitCode.FAIL_ON : ExitCode.DONE;
  }

  private Settings settings() {
    Map<String, String> own = new LinkedHashMap<>();
    String from = Source.of(source);
    if (from.startsWith("sqs:")) {
      throw new SettingsException(
          "--source: a queue has no end to report on; give dir:PATH or s3:BUCKET/PREFIX, or follow"
              + " the queue with isotrail up");
    }
    own.put(IngestSettings.SOURCE.key(), from);
    own.put(IngestSettings.WATCH.key(), "false");
    // Its state lives as long as the command, so nothing needs to be forgotten.
    own.put(StreamsSettings.RETENTION.key(), EVERYTHING);
    own.put(StreamsSettings.RUN_RETENTION.key(), EVERYTHING);
    days.into(own);
    return Configuration.load(common, own, environment);
  }

  /** What was deleted after the last day that is read must not stand there as open today. */
  private Instant asOf() {
    Optional<Instant> end = days.end();
    Optional<Instant> wanted = time.asOf();
    if (end.isPresent() && wanted.isPresent() && wanted.get().isAfter(end.get())) {
      throw new SettingsException(
          "--as-of: "
              + wanted.get()
              + " lies after the end of --to, and nothing is read of that time");
    }
    return wanted.or(() -> end).orElseGet(Instant::now);
  }

  private @Nullable Severity threshold() {
    if (failOn == null) {
      return null;
    }
    String word = failOn;
    return Severity.ofWord(word)
        .orElseThrow(
            () ->
                new SettingsException(
                    "--fail-on: critical, high, medium or low is needed, not '" + word + "'"));
  }
}
