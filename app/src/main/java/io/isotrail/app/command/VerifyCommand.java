package io.isotrail.app.command;

import io.isotrail.app.configuration.Configuration;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.configuration.SettingsOptions;
import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.ingest.IngestSettings;
import io.isotrail.ingest.IntegritySettings;
import io.isotrail.ingest.Verification;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.integrity.Range;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isotrail verify}: are the logs those that CloudTrail delivered? */
@Command(
    name = "verify",
    description = {
      "Are the logs those that CloudTrail delivered, and all of them? Checks the signature and the"
          + " chain of every digest file of a time, and the hash of every log that they name, in"
          + " all accounts and regions of a source. Names each one that was changed, moved or"
          + " removed, says why, and what to do. Changes nothing, needs no Kafka."
    },
    footer = {
      "",
      "Examples:",
      "  isotrail verify --source s3:my-trail-bucket --from 2026-10-01",
      "  isotrail verify --source s3:my-trail-bucket/AWSLogs/111122223333 --from"
          + " 2026-10-01T06:00:00Z --to 2026-10-01T18:00:00Z",
      "  aws cloudtrail list-public-keys --region eu-central-1 --start-time 2026-09-30 > keys.json",
      "  isotrail verify --source dir:copy-of-the-bucket --from 2026-10-01 --public-keys keys.json",
      "",
      "In a directory the signature of a digest is taken from the next digest, that of the newest"
          + " from a file of its name with .signature after it.",
      "",
      "Exit codes:",
      "  0    everything that was delivered in that time is there and unchanged",
      "  1    failed",
      "  2    the command line or the configuration cannot be used",
      "  3    a digest or a log is invalid or missing, or there is a gap between digests",
      "  4    something could not be had, so that it is not proven, or there is no digest at all"
          + " (wins over 3)",
      "  130  interrupted"
    })
public final class VerifyCommand implements Callable<Integer> {

  @Mixin SettingsOptions common = new SettingsOptions();

  @Option(
      names = "--source",
      required = true,
      paramLabel = "SOURCE",
      description = "s3:BUCKET/PREFIX or dir:PATH.")
  String source = "";

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      description = "Begin: a day, or an instant such as 2026-10-01T06:00:00Z (UTC).")
  String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "End: an instant, or a day, which counts whole. Default: now.")
  @Nullable String to;

  @Option(
      names = "--public-keys",
      paramLabel = "FILE",
      description =
          "CloudTrail's public keys, as aws cloudtrail list-public-keys prints them; those of"
              + " several regions one after the other. Default: CloudTrail is asked.")
  @Nullable Path publicKeys;

  @Option(names = "--all", description = "Also name each digest and log that is valid.")
  boolean all;

  private final Terminal terminal;
  private final Map<String, String> environment;

  VerifyCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    (common.verbose() ? Logging.VERBOSE : Logging.QUIET).apply();
    Instant now = Instant.now();
    Range range = range(now);
    VerifySummary summary = new VerifySummary(terminal, range, all);
    try (Verification verification = Verification.open(settings())) {
      int chains = verification.verify(range, summary);
      return summary.end(chains).number();
    } catch (FetchException e) {
      throw new CommandException(
          "the source cannot be listed: " + Printable.of(e.explanation()));
    }
  }

  private Settings settings() {
    Map<String, String> own = new LinkedHashMap<>();
    own.put(IngestSettings.SOURCE.key(), Source.of(source));
    own.put(IngestSettings.WATCH.key(), "false");
    if (publicKeys != null) {
      own.put(IntegritySettings.PUBLIC_KEYS.key(), publicKeys.toString());
    }
    return Configuration.load(common, own, environment);
  }

  private Range range(Instant now) {
    Instant begin = instant("--from", from, 0);
    Instant end = to == null ? now : instant("--to", to, 1);
    if (!begin.isBefore(end)) {
      throw new SettingsException("--from: " + begin + " is not before " + end);
    }
    return new Range(begin, end, now);
  }

  private static Instant instant(String option, String text, int daysAfter) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).plusDays(daysAfter).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new SettingsException(
          option
              + ": a day such as 2026-10-01 or an instant such as 2026-10-01T06:00:00Z is needed,"
              + " not '"
              + Printable.of(text)
              + "'",
          e);
    }
  }
}
