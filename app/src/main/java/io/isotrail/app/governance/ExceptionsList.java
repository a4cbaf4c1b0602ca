package io.isotrail.app.governance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.command.ExitCode;
import io.isotrail.app.terminal.Columns;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.streams.api.json.ExceptionJson;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.governance.ExceptionState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isotrail exceptions list}: the register. */
@Command(
    name = "list",
    description = {
      "Lists the exceptions in the order of their ids. One that was revoked and came back stands"
          + " once for each time it held."
    })
final class ExceptionsList implements Callable<Integer> {

  /** What can be asked for; the names are those of {@code --state}. */
  enum Asked {
    requested,
    approved,
    active,
    expiring,
    expired,
    revoked;

    boolean holds(ExceptionGrant grant, long now) {
      return this == expiring
          ? ExceptionState.expiring(grant, now)
          : ExceptionState.of(grant, now).word().equals(name());
    }
  }

  @Mixin Installation installation = new Installation();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = {
        "Only those that are ${COMPLETION-CANDIDATES}. approved: begins later; expiring: active and"
            + " ends within 30 days."
      })
  @Nullable Asked state;

  private final Terminal terminal;
  private final Map<String, String> environment;

  ExceptionsList(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    long now = Instants.now();
    Asked asked = state;
    List<ExceptionGrant> found =
        installation.register(environment).read().stretches().stream()
            .filter(grant -> asked == null || asked.holds(grant, now))
            .toList();
    installation.format().print(terminal, () -> lines(found, now), () -> json(found, now));
    return ExitCode.DONE.number();
  }

  private static List<String> lines(List<ExceptionGrant> found, long now) {
    if (found.isEmpty()) {
      return List.of("No such exception.");
    }
    Columns columns =
        new Columns()
            .add("ID", "STATE", "FROM", "UNTIL", "RESOURCE", "REQUESTED BY", "APPROVER", "TICKET");
    for (ExceptionGrant grant : found) {
      columns.add(
          grant.id(),
          ExceptionState.expiring(grant, now) ? "expiring" : ExceptionState.of(grant, now).word(),
          Instants.text(grant.approvedAt() == null ? grant.validFrom() : grant.startsAt(), ""),
          Instants.text(grant.endsAt(), ""),
          grant.resource(),
          grant.requestedBy(),
          grant.approver().isEmpty() ? "-" : grant.approver(),
          grant.ticket());
    }
    return columns.lines();
  }

  private static ObjectNode json(List<ExceptionGrant> found, long now) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode items = node.putArray("items");
    found.forEach(grant -> items.add(ExceptionJson.of(grant, now)));
    return node;
  }
}
