package io.isotrail.app.deadletters;

import io.isotrail.app.configuration.ParentCommand;
import io.isotrail.app.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code isotrail dead-letters}: what could not be used. */
@Command(
    name = "dead-letters",
    description = {
      "What could not be used: objects, messages and records that were put aside, each with its"
          + " reason. Once the cause is mended, redrive sends them through again."
          + " docs/dead-letters.md lists the reasons and their mends."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class DeadLettersCommand extends ParentCommand {

  private DeadLettersCommand() {}

  /** The command with its own commands. */
  public static CommandLine of(Terminal terminal, Map<String, String> environment) {
    return new CommandLine(new DeadLettersCommand())
        .addSubcommand(new DeadLettersList(terminal, environment))
        .addSubcommand(new DeadLettersShow(terminal, environment))
        .addSubcommand(new DeadLettersRedrive(terminal, environment));
  }
}
