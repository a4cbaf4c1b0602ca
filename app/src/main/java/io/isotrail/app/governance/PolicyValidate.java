package io.isotrail.app.governance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.command.ExitCode;
import io.isotrail.app.configuration.FormatOption;
import io.isotrail.app.configuration.HelpOption;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.streams.api.json.PolicyJson;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.governance.PolicyDifference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isotrail policy validate}: whether a file can be used. */
@Command(
    name = "validate",
    description = {
      "Reads a policy file and says whether it can be used, and in what it differs from the"
          + " default. Needs no Kafka. What is wrong is named by line and field, and ends with exit"
          + " code 2."
    })
final class PolicyValidate extends HelpOption implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The policy (policy.yaml).")
  Path file = Path.of("policy.yaml");

  @Mixin FormatOption format = new FormatOption();

  private final Terminal terminal;

  PolicyValidate(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logging.QUIET.apply();
    Policy policy = GovernanceFiles.readPolicy(file);
    List<PolicyDifference> differences =
        PolicyDifference.between(GovernanceFiles.defaultPolicy(), policy);
    format
        .format()
        .print(terminal, () -> lines(policy, differences), () -> json(policy, differences));
    return ExitCode.DONE.number();
  }

  private static List<String> lines(Policy policy, List<PolicyDifference> differences) {
    List<String> lines = new ArrayList<>();
    lines.add("Version " + policy.version() + " can be used. Against the default policy:");
    lines.addAll(PolicyText.changes(differences));
    return lines;
  }

  private static ObjectNode json(Policy policy, List<PolicyDifference> differences) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("valid", true);
    node.put("version", policy.version());
    node.set("changes", PolicyJson.changes(differences));
    return node;
  }
}
