package io.isotrail.app.command;

import io.isotrail.app.configuration.AppSettings;
import io.isotrail.app.configuration.InstallationOptions;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.pipeline.Metrics;
import io.isotrail.app.pipeline.Shutdown;
import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.ingest.AwsSettings;
import io.isotrail.ingest.Backfill;
import io.isotrail.ingest.BackfillSettings;
import io.isotrail.ingest.fetch.AwsRoles;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isotrail backfill}: the past of buckets, into an installation that runs. */
@Command(
    name = "backfill",
    description = {
      "Reads the past of one or several buckets into an installation that runs: day by day, the"
          + " newest first, at a bounded rate. It can be stopped and killed at any moment; the same"
          + " command goes on where it was. Beside a live feed and twice over it changes nothing:"
          + " what is known already counts once. docs/backfill.md tells more."
    },
    footer = {
      "",
      "Examples:",
      "  isotrail backfill --source s3:my-trail --from 2026-01-01",
      "  isotrail backfill --source s3:org-trail/logs --accounts 111122223333 --regions eu-west-1",
      "  isotrail backfill --source s3:their-trail --role arn:aws:iam::111122223333:role/isotrail"
    })
public final class BackfillCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(200);

  /** How long something may fail without anything moving before it counts as broken. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Mixin InstallationOptions installation = new InstallationOptions();

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description =
          "s3:BUCKET/PREFIX, where PREFIX is that of the trail or any folder down to"
              + " AWSLogs/ACCOUNT/CloudTrail/REGION; may be repeated.")
  List<String> sources = new ArrayList<>();

  @Option(
      names = "--accounts",
      paramLabel = "ID,...",
      description = "Only these accounts. Default: every account found.")
  @Nullable String accounts;

  @Option(
      names = "--regions",
      paramLabel = "REGION,...",
      description = "Only these regions. Default: every region found.")
  @Nullable String regions;

  @Mixin DayOptions days = new DayOptions();

  @Option(
      names = "--role",
      paramLabel = "ARN",
      description =
          "Role that is assumed to read every source. For a role for each bucket:"
              + " isotrail.ingest.aws.roles.")
  @Nullable String role;

  @Option(
      names = "--external-id",
      paramLabel = "ID",
      description = "The external id that the role's trust policy asks for.")
  @Nullable String externalId;

  private final Terminal terminal;
  private final Map<String, String> environment;

  BackfillCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    (installation.verbose() ? Logging.VERBOSE : Logging.QUIET).apply();
    Settings settings = underData(installation.settings(own(), environment));
    try (Shutdown shutdown = new Shutdown()) {
      Metrics metrics = Metrics.ofProcess(shutdown);
      Backfill backfill = shutdown.add(Backfill.open(settings, metrics.registry()));
      backfill.start();
      if (!follow(backfill, shutdown)) {
        terminal.say("isotrail: stopped; the same command goes on from here");
        return ExitCode.INTERRUPTED.number();
      }
      Backfill.Summary summary = backfill.summary();
      lines(backfill.progress(), summary).forEach(line -> terminal.out().println(line));
      new SourceSummary(metrics.registry()).reasons().forEach(line -> terminal.say("  " + line));
      summary.lacks().forEach(lack -> terminal.say("isotrail: " + Printable.of(lack)));
      return exitCode(backfill.progress(), summary).number();
    }
  }

  /**
   * Waits for the end.
   *
   * @return false when the process was told to end before
   * @throws CommandException when something fails and nothing moves any more
   */
  private boolean follow(Backfill backfill, Shutdown shutdown) throws InterruptedException {
    BackfillProgress shown = new BackfillProgress(terminal, System.nanoTime());
    Backfill.Progress last = backfill.progress();
    long lastMove = System.nanoTime();
    try {
      while (!backfill.awaitEnd(POLL)) {
        if (shutdown.told()) {
          return false;
        }
        Backfill.Progress progress = backfill.progress();
        long now = System.nanoTime();
        if (!progress.equals(last)) {
          last = progress;
          lastMove = now;
        } else if (backfill.check().isPresent() && now - lastMove > PATIENCE.toNanos()) {
          throw new CommandException("nothing moves any more: " + backfill.check().orElse(""));
        }
        shown.show(progress, now);
      }
      return true;
    } finally {
      shown.clear();
    }
  }

  private static List<String> lines(Backfill.Progress progress, Backfill.Summary summary) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "days       %,d, of which %,d were finished by an earlier run and not listed again"
            .formatted(progress.position().days(), progress.position().daysBefore()));
    lines.add(
        "objects    %,d listed = %,d read + %,d skipped + %,d dead-lettered + %,d not had"
            .formatted(
                summary.listed(),
                summary.read(),
                summary.skipped(),
                summary.deadLettered(),
                summary.givenUp()));
    lines.add(
        "records    %,d, in them %,d facts about SageMaker, all acknowledged by Kafka"
            .formatted(progress.read().records(), summary.facts()));
    return lines;
  }

  private ExitCode exitCode(Backfill.Progress progress, Backfill.Summary summary) {
    if (!summary.balances()) {
      terminal.say(
          "isotrail: the sum does not balance; run the same command again, and report this if it"
              + " stays so");
      return ExitCode.FAILED;
    }
    if (progress.read().incomplete()) {
      terminal.say(
          "isotrail: something could not be had (exit code 4); mend it and run the same command"
              + " again, which reads only what is missing");
      return ExitCode.INCOMPLETE;
    }
    return ExitCode.DONE;
  }

  private Map<String, String> own() {
    Map<String, String> own = new TreeMap<>();
    if (!sources.isEmpty()) {
      for (String source : sources) {
        if (source.matches(".*\\s.*")) {
          throw new SettingsException(
              "--source: '" + source + "' has a space, and cannot be given");
        }
      }
      own.put(BackfillSettings.SOURCES.key(), String.join(" ", sources));
    }
    put(own, BackfillSettings.ACCOUNTS.key(), accounts);
    put(own, BackfillSettings.REGIONS.key(), regions);
    days.into(own);
    if (role != null) {
      own.put(
          AwsSettings.ROLES.key(),
          AwsRoles.ANY + " " + role + (externalId == null ? "" : " " + externalId));
    } else if (externalId != null) {
      throw new SettingsException("--external-id: belongs to a --role, and none is given");
    }
    return own;
  }

  private static void put(Map<String, String> own, String key, @Nullable String value) {
    if (value != null) {
      own.put(key, value);
    }
  }

  /** Checkpoints lie beside what else is kept, unless the configuration puts them elsewhere. */
  private static Settings underData(Settings settings) {
    String key = BackfillSettings.CHECKPOINTS.key();
    return settings.values().containsKey(key)
        ? settings
        : settings.with(
            Map.of(key, AppSettings.from(settings).data().resolve("backfill").toString()));
  }
}
