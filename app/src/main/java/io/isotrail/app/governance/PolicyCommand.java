package io.isotrail.app.governance;

import io.isotrail.app.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code isotrail policy}: the versions of the policy. */
@Command(
    name = "policy",
    description = {
      "The versions of the policy: what counts as production, sensitive, severe and overdue. A"
          + " version applies from the later of its effectiveFrom and its publication, and leaves"
          + " the past as it was unless it says rewritesPast."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class PolicyCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private PolicyCommand() {}

  /** The command with its own commands. */
  public static CommandLine of(Terminal terminal, Map<String, String> environment) {
    return new CommandLine(new PolicyCommand())
        .addSubcommand(new PolicyApply(terminal, environment))
        .addSubcommand(new PolicyShow(terminal, environment))
        .addSubcommand(new PolicyValidate(terminal))
        .addSubcommand(new PolicyHistory(terminal, environment))
        .addSubcommand(new PolicySimulate(terminal, environment));
  }

  /** Says that a command is needed. */
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "A command is needed.");
  }
}
