package io.isotrail.app.governance;

import io.isotrail.app.configuration.ParentCommand;
import io.isotrail.app.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code isotrail policy}: the versions of the policy. */
@Command(
    name = "policy",
    description = {
      "The versions of the policy: what counts as production, sensitive, severe and overdue. A"
          + " version applies from the later of its effectiveFrom and its publication, and leaves"
          + " the past as it was unless it says rewritesPast."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class PolicyCommand extends ParentCommand {

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
}
