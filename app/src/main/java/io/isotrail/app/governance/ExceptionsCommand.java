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

/** {@code isotrail exceptions}: the register of exceptions. */
@Command(
    name = "exceptions",
    description = {
      "The register of exceptions: who may run what without network isolation, why, and until"
          + " when. Each has an approver who is not its requester, and an end."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class ExceptionsCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private ExceptionsCommand() {}

  /** The command with its own commands. */
  public static CommandLine of(Terminal terminal, Map<String, String> environment) {
    return new CommandLine(new ExceptionsCommand())
        .addSubcommand(new ExceptionsApply(terminal, environment))
        .addSubcommand(new ExceptionsList(terminal, environment))
        .addSubcommand(new ExceptionsRevoke(terminal, environment));
  }

  /** Says that a command is needed. */
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "A command is needed.");
  }
}
