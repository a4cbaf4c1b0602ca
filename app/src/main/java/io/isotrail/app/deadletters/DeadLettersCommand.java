package io.isotrail.app.deadletters;

import io.isotrail.app.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code isotrail dead-letters}: what could not be used. */
@Command(
    name = "dead-letters",
    description = {
      "What could not be used: objects, messages and records that were put aside, each with its"
          + " reason. Once the cause is mended, redrive sends them through again."
          + " docs/dead-letters.md lists the reasons and their mends."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class DeadLettersCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private DeadLettersCommand() {}

  /** The command with its own commands. */
  public static CommandLine of(Terminal terminal, Map<String, String> environment) {
    return new CommandLine(new DeadLettersCommand())
        .addSubcommand(new DeadLettersList(terminal, environment))
        .addSubcommand(new DeadLettersShow(terminal, environment))
        .addSubcommand(new DeadLettersRedrive(terminal, environment));
  }

  /** Says that a command is needed. */
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "A command is needed.");
  }
}
