package io.isotrail.app.governance;

import io.isotrail.app.configuration.ParentCommand;
import io.isotrail.app.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code isotrail exceptions}: the register of exceptions. */
@Command(
    name = "exceptions",
    description = {
      "The register of exceptions: who may run what without network isolation, why, and until"
          + " when. Each has an approver who is not its requester, and an end."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class ExceptionsCommand extends ParentCommand {

  private ExceptionsCommand() {}

  /** The command with its own commands. */
  public static CommandLine of(Terminal terminal, Map<String, String> environment) {
    return new CommandLine(new ExceptionsCommand())
        .addSubcommand(new ExceptionsApply(terminal, environment))
        .addSubcommand(new ExceptionsList(terminal, environment))
        .addSubcommand(new ExceptionsRevoke(terminal, environment));
  }
}
