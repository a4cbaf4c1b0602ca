package io.isotrail.app.governance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.command.ExitCode;
import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.streams.api.json.PolicyJson;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.governance.Outcome;
import io.isotrail.streams.governance.PolicyDifference;
import io.isotrail.streams.governance.PolicyRevision;
import io.isotrail.streams.governance.PublishedGovernance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isotrail policy apply}: publishes a version. */
@Command(
    name = "apply",
    description = {
      "Publishes a version of the policy and prints what changes against the version in force."
          + " Everything is then judged anew by itself; the same file again publishes nothing."
    })
final class PolicyApply implements Callable<Integer> {

  private static final String ORIGIN = "file";

  @Mixin Installation installation = new Installation();

  @Parameters(paramLabel = "FILE", description = "The policy (policy.yaml).")
  Path file = Path.of("policy.yaml");

  private final Terminal terminal;
  private final Map<String, String> environment;

  PolicyApply(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Policy policy = GovernanceFiles.readPolicy(file);
    return switch (installation.register(environment).applyPolicy(policy, ORIGIN)) {
      case Outcome.Published(var _, var before, var after) -> {
        print(true, before, after);
        yield ExitCode.DONE.number();
      }
      case Outcome.Unchanged(var published) -> {
        print(false, published, published);
        yield ExitCode.DONE.number();
      }
      case Outcome.Conflict(String reason) -> {
        terminal.say("isotrail: " + Printable.of(reason));
        yield ExitCode.FAILED.number();
      }
      case Outcome.Unknown(String id) ->
          throw new IllegalStateException("a policy is no exception, and " + id + " is one");
    };
  }

  private void print(boolean done, PublishedGovernance before, PublishedGovernance after) {
    PolicyRevision latest = after.policies().getLast();
    Optional<PolicyRevision> inForce = before.policyAt(Instants.now());
    List<PolicyDifference> differences =
        PolicyDifference.between(
            inForce.map(PolicyRevision::policy).orElseGet(GovernanceFiles::defaultPolicy),
            latest.policy());
    installation
        .format()
        .print(
            terminal,
            () -> lines(done, latest, inForce, differences),
            () -> {
              ObjectNode node = PolicyJson.summary(latest);
              node.put("published", done);
              inForce.ifPresent(one -> node.set("inForceBefore", PolicyJson.summary(one)));
              node.set("changes", PolicyJson.changes(differences));
              return node;
            });
  }

  private static List<String> lines(
      boolean done,
      PolicyRevision latest,
      Optional<PolicyRevision> inForce,
      List<PolicyDifference> differences) {
    List<String> lines = new ArrayList<>();
    lines.add(
        (done ? "Published " : "Nothing to publish: the latest is ")
            + PolicyText.name(latest)
            + "; it applies from "
            + Instants.text(latest.since(), PolicyText.BEGINNING)
            + ".");
    lines.add(
        "Against "
            + inForce
                .map(one -> PolicyText.name(one) + ", in force before:")
                .orElse("the default policy:"));
    lines.addAll(PolicyText.changes(differences));
    return lines;
  }
}
