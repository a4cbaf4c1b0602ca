package io.isotrail.app.governance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.command.ExitCode;
import io.isotrail.app.terminal.Columns;
import io.isotrail.app.terminal.Format;
import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.avro.Governance;
import io.isotrail.streams.api.json.ExceptionJson;
import io.isotrail.streams.governance.ExceptionRevision;
import io.isotrail.streams.governance.ExceptionState;
import io.isotrail.streams.governance.Outcome;
import io.isotrail.streams.governance.PublishedGovernance;
import java.util.List;

/** What a change of the exceptions did, for people and programs. */
final class ExceptionChanges {

  private ExceptionChanges() {}

  /** Prints it, and gives the exit code. */
  static int tell(Outcome outcome, Format format, Terminal terminal) {
    return switch (outcome) {
      case Outcome.Published(List<Governance> revisions, var _, PublishedGovernance after) -> {
        List<ExceptionRevision> changed =
            revisions.stream()
                .flatMap(revision -> after.exception(revision.getId()).stream())
                .toList();
        print(changed, format, terminal);
        yield ExitCode.DONE.number();
      }
      case Outcome.Unchanged _ -> {
        print(List.of(), format, terminal);
        yield ExitCode.DONE.number();
      }
      case Outcome.Conflict(String reason) -> {
        terminal.say("isotrail: " + Printable.of(reason));
        yield ExitCode.FAILED.number();
      }
      case Outcome.Unknown(String id) -> {
        terminal.say(
            "isotrail: there is no exception '"
                + Printable.of(id)
                + "', and nothing was changed; isotrail exceptions list shows all");
        yield ExitCode.FAILED.number();
      }
    };
  }

  private static void print(List<ExceptionRevision> changed, Format format, Terminal terminal) {
    format.print(terminal, () -> lines(changed), () -> json(changed));
  }

  private static List<String> lines(List<ExceptionRevision> changed) {
    if (changed.isEmpty()) {
      return List.of("Nothing to publish: all of it is said already.");
    }
    Columns columns = new Columns();
    for (ExceptionRevision revision : changed) {
      columns.add(
          revision.grant().id(),
          "revision " + revision.revision(),
          ExceptionState.of(revision.grant(), Instants.now()).word(),
          "until " + Instants.text(revision.grant().endsAt(), ""),
          revision.grant().resource());
    }
    return columns.lines();
  }

  private static ObjectNode json(List<ExceptionRevision> changed) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode published = node.putArray("published");
    for (ExceptionRevision revision : changed) {
      published.add(
          ExceptionJson.of(revision.grant(), Instants.now()).put("revision", revision.revision()));
    }
    return node;
  }
}
