package io.isotrail.app.simulate;

import io.isotrail.app.configuration.CommonOptions;
import io.isotrail.app.configuration.Configuration;
import io.isotrail.streams.StreamsService;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code isotrail simulate}. */
@Command(
    name = "simulate",
    sortOptions = false,
    description = {
      "Writes the CloudTrail logs of a made-up organisation.",
      "",
      "The directory receives AWSLogs/ (gzip files in S3's layout), policy.yaml and exceptions.yaml,"
          + " and expected.json: the answer that 'report --all --format json' must give as of the end"
          + " of the simulated past, computed by a separate program. With the same options, --end"
          + " among them, the same bytes are written.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotrail simulate --out sample",
      "  isotrail simulate --out big --accounts 20 --days 30 --records-per-day 1700",
      "  isotrail report --source dir:sample --policy sample/policy.yaml"
          + " --exceptions sample/exceptions.yaml",
      "",
      "Exit codes: 0 done, 1 failed, 2 usage, 130 interrupted."
    })
public final class SimulateCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory to write to; made when missing.")
  private @Nullable Path out;

  @Option(
      names = "--accounts",
      paramLabel = "N",
      defaultValue = "6",
      description = "AWS accounts, 1 to 200 (default: ${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "90",
      description = "Days of past, 1 to 400 (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Chooses the organisation and its fate (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--end",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description =
          "End of the past, such as 2026-05-04T00:00:00Z (default: now, cut to the hour).")
  private @Nullable Instant end;

  @Option(
      names = "--records-per-day",
      paramLabel = "N",
      defaultValue = "1700",
      description =
          "Mean number of records per account and day, 10 to 2000000 (default: ${DEFAULT-VALUE}).")
  private int recordsPerDay;

  @Option(
      names = "--sagemaker-share",
      paramLabel = "RATIO",
      defaultValue = "0.01",
      description =
          "Share of SageMaker calls that change something, 0.001 to 0.5"
              + " (default: ${DEFAULT-VALUE}).")
  private double sageMakerShare;

  @Option(
      names = "--records-per-file",
      paramLabel = "N",
      defaultValue = "250",
      description =
          "Wanted size of a log file; one covers 5 minutes to a day of an account and region, so few"
              + " big files need many records per day (default: ${DEFAULT-VALUE}).")
  private int recordsPerFile;

  @Option(names = "--follow", description = "Goes on in real time afterwards, until interrupted.")
  private boolean follow;

  @Spec private @Nullable CommandSpec spec;

  private final Map<String, String> environment;

  /**
   * Waits to be parsed.
   *
   * @param environment environment variables
   */
  public SimulateCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    // Nothing of it changes what is written, but what is wrong in it is said here already.
    StreamsService.requireGovernance(Configuration.load(common, Map.of(), environment));
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter messages = command.commandLine().getErr();
    SimulationOptions options;
    try {
      options =
          new SimulationOptions(
              Objects.requireNonNull(out),
              accounts,
              days,
              seed,
              Optional.ofNullable(end),
              recordsPerDay,
              sageMakerShare,
              recordsPerFile);
    } catch (IllegalArgumentException e) {
      messages.println(e.getMessage());
      return 2;
    }
    try (Simulation simulation = Simulation.of(options)) {
      Simulation.Summary summary = simulation.writePast();
      if (!summary.alreadyThere()) {
        simulation.writeExpected();
      }
      messages.println(described(options, summary));
      if (follow) {
        simulation.follow();
        messages.println("Following in real time; Ctrl-C ends it.");
        awaitInterrupt(simulation);
        return 130;
      }
      return 0;
    } catch (IOException e) {
      messages.println("simulate: " + explained(e));
      return 1;
    }
  }

  /** The messages of the file system's own exceptions are bare paths. */
  private static String explained(IOException e) {
    return e instanceof FileSystemException
        ? "cannot write " + e.getMessage() + " (" + e.getClass().getSimpleName() + ")"
        : String.valueOf(e.getMessage());
  }

  private static String described(SimulationOptions options, Simulation.Summary summary) {
    return summary.alreadyThere()
        ? options.out() + " holds this organisation already, until " + summary.end() + "."
        : "%d records in %d files, %d of them changing SageMaker, until %s: %s"
            .formatted(
                summary.records(),
                summary.files(),
                summary.sageMakerRecords(),
                summary.end(),
                options.out());
  }

  /** Waits for ever; the hook ends the last file before the process goes. */
  private static void awaitInterrupt(Simulation simulation) {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("simulate-close").unstarted(simulation::close));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads an ISO-8601 instant. */
  static final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
      try {
        return Instant.parse(value);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + value + "' is not an instant such as 2026-05-04T00:00:00Z");
      }
    }
  }
}
