package io.isotrail.app.governance;

import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.streams.governance.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isotrail exceptions revoke}: ends exceptions before their time. */
@Command(
    name = "revoke",
    description = {
      "Revokes exceptions as of now, all of them or none. What they covered is a violation again"
          + " from now on; what was exempt before stays so."
    })
final class ExceptionsRevoke implements Callable<Integer> {

  private static final String ORIGIN = "command";
  private static final String FILE = "file";

  @Mixin Installation installation = new Installation();

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of the exceptions.")
  List<String> ids = new ArrayList<>();

  private final Terminal terminal;
  private final Map<String, String> environment;

  ExceptionsRevoke(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Outcome outcome = installation.register(environment).revoke(ids, ORIGIN);
    if (outcome instanceof Outcome.Published(var _, var before, var _)) {
      ids.stream()
          .filter(id -> before.exception(id).filter(one -> one.origin().equals(FILE)).isPresent())
          .forEach(
              id ->
                  terminal.say(
                      "isotrail: "
                          + Printable.of(id)
                          + " came from a file: take it out there too, or the next apply or start"
                          + " with that file brings it back"));
    }
    return ExceptionChanges.tell(outcome, installation.format(), terminal);
  }
}
