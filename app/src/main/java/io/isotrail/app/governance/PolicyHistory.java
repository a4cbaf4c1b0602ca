package io.isotrail.app.governance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.command.ExitCode;
import io.isotrail.app.terminal.Columns;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.streams.api.json.PolicyJson;
import io.isotrail.streams.governance.PolicyRevision;
import io.isotrail.streams.governance.PublishedGovernance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code isotrail policy history}: every version. */
@Command(
    name = "history",
    description = {
      "Lists every version of the policy that was published, the oldest first, and from when each"
          + " applies."
    })
final class PolicyHistory implements Callable<Integer> {

  @Mixin Installation installation = new Installation();

  private final Terminal terminal;
  private final Map<String, String> environment;

  PolicyHistory(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PublishedGovernance published = installation.register(environment).read();
    Optional<Long> inForce = published.policyAt(Instants.now()).map(PolicyRevision::revision);
    installation
        .format()
        .print(terminal, () -> lines(published, inForce), () -> json(published, inForce));
    return ExitCode.DONE.number();
  }

  private static List<String> lines(PublishedGovernance published, Optional<Long> inForce) {
    Columns columns =
        new Columns().add("REVISION", "VERSION", "PUBLISHED", "APPLIES FROM", "PAST", "BY", "");
    for (PolicyRevision revision : published.policies()) {
      columns.add(
          Long.toString(revision.revision()),
          revision.policy().version(),
          Instant.ofEpochSecond(revision.publishedAt()).toString(),
          Instants.text(revision.since(), PolicyText.BEGINNING),
          revision.policy().rewritesPast() ? "rewritten" : "kept",
          revision.origin(),
          inForce.equals(Optional.of(revision.revision())) ? "in force" : "");
    }
    return columns.lines();
  }

  private static ObjectNode json(PublishedGovernance published, Optional<Long> inForce) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode items = node.putArray("items");
    for (PolicyRevision revision : published.policies()) {
      items.add(
          PolicyJson.summary(revision)
              .put("inForce", inForce.equals(Optional.of(revision.revision()))));
    }
    return node;
  }
}
