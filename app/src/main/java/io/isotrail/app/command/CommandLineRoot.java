package io.isotrail.app.command;

import io.isotrail.app.broker.BrokerException;
import io.isotrail.app.deadletters.DeadLettersCommand;
import io.isotrail.app.governance.ExceptionsCommand;
import io.isotrail.app.governance.PolicyCommand;
import io.isotrail.app.simulate.SimulateCommand;
import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.schemas.topic.TopicException;
import io.isotrail.streams.governance.GovernanceAwayException;
import io.isotrail.streams.governance.InvalidGovernanceException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code isotrail}: what it is, and its commands. */
@Command(
    name = "isotrail",
    description = {
      "Reads AWS CloudTrail and tells which Amazon SageMaker resources run without network"
          + " isolation, since when, in whose hands, and how fast it is mended.",
      "",
      "First look:          isotrail up",
      "How do we stand?     isotrail report --source dir:PATH",
      ""
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0    done",
      "  1    failed",
      "  2    the command line or the configuration cannot be used",
      "  3    a violation of the severity given by --fail-on, or a worse one, is open; verify: a log"
          + " or digest is invalid or missing",
      "  4    something could not be had or is not judged yet; the answer may lack it (wins over 3)",
      "  130  interrupted"
    },
    subcommands = HelpCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = CommandLineRoot.Version.class)
public final class CommandLineRoot implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(CommandLineRoot.class);

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help; also: isotrail help COMMAND.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  @Spec CommandSpec spec = CommandSpec.create();

  /** Says that a command is needed. */
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "A command is needed.");
  }

  /** The command line with all its commands. */
  static CommandLine of(Terminal terminal, Map<String, String> environment) {
    CommandLine line =
        new CommandLine(new CommandLineRoot())
            .addSubcommand(new UpCommand(terminal, environment))
            .addSubcommand(new ReportCommand(terminal, environment))
            .addSubcommand(new IngestCommand(terminal, environment))
            .addSubcommand(new StreamsCommand(environment))
            .addSubcommand(new BackfillCommand(terminal, environment))
            .addSubcommand(DeadLettersCommand.of(terminal, environment))
            .addSubcommand(PolicyCommand.of(terminal, environment))
            .addSubcommand(ExceptionsCommand.of(terminal, environment))
            .addSubcommand(new VerifyCommand(terminal, environment))
            .addSubcommand(new SimulateCommand(environment))
            .addSubcommand(new TestCommand(terminal, environment));
    return line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setUsageHelpWidth(Math.min(terminal.columns(), 100))
        .setParameterExceptionHandler((unusable, given) -> unusable(unusable, terminal))
        .setExecutionExceptionHandler(
            (failure, failed, parsed) -> failed(failure, terminal).number());
  }

  /**
   * Runs a command line.
   *
   * @return the exit code
   */
  public static int run(Terminal terminal, Map<String, String> environment, String... arguments) {
    return of(terminal, environment).execute(arguments);
  }

  /** One line, where the whole help would bury it. */
  private static int unusable(ParameterException unusable, Terminal terminal) {
    CommandLine command = unusable.getCommandLine();
    terminal.say("isotrail: " + Printable.of(String.valueOf(unusable.getMessage())));
    UnmatchedArgumentException.printSuggestions(unusable, command.getErr());
    terminal.say("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.number();
  }

  /** The one place where an exception becomes a line for people and an exit code. */
  private static ExitCode failed(Exception failure, Terminal terminal) {
    return switch (failure) {
      case SettingsException unusable -> {
        terminal.say("isotrail: " + Printable.of(String.valueOf(unusable.getMessage())));
        yield ExitCode.USAGE;
      }
      case InvalidGovernanceException unusable -> {
        terminal.say("isotrail: " + Printable.of(String.valueOf(unusable.getMessage())));
        yield ExitCode.USAGE;
      }
      case GovernanceAwayException away -> {
        LOG.debug("governance", away);
        terminal.say("isotrail: " + Printable.of(String.valueOf(away.getMessage())));
        yield ExitCode.FAILED;
      }
      case CommandException told -> {
        terminal.say("isotrail: " + told.getMessage());
        yield ExitCode.FAILED;
      }
      case TopicException away -> {
        LOG.debug("topics", away);
        terminal.say("isotrail: " + Printable.of(String.valueOf(away.getMessage())));
        yield ExitCode.FAILED;
      }
      case BrokerException away -> {
        LOG.debug("embedded Kafka", away);
        terminal.say("isotrail: " + away.getMessage());
        yield ExitCode.FAILED;
      }
      case CancellationException ending -> ExitCode.INTERRUPTED;
      case InterruptedException ending -> ExitCode.INTERRUPTED;
      default -> {
        LOG.debug("failed", failure);
        terminal.say("isotrail: " + Causes.text(failure));
        yield ExitCode.FAILED;
      }
    };
  }

  /** From the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = CommandLineRoot.class.getPackage().getImplementationVersion();
      return new String[] {"isotrail " + (version == null ? "(not packaged)" : version)};
    }
  }
}
