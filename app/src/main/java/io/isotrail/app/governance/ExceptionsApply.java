package io.isotrail.app.governance;

import io.isotrail.app.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isotrail exceptions apply}: publishes what a file says. */
@Command(
    name = "apply",
    description = {
      "Publishes the approved exceptions of a file, those that are new or changed. What they cover"
          + " is judged anew by itself; the same file again publishes nothing."
    })
final class ExceptionsApply implements Callable<Integer> {

  @Mixin Installation installation = new Installation();

  @Parameters(paramLabel = "FILE", description = "Approved exceptions (exceptions.yaml).")
  Path file = Path.of("exceptions.yaml");

  @Option(
      names = "--prune",
      description =
          "Also revoke, as of now, every exception that came from a file and is not in this one, as"
              + " a start with --exceptions does. Without it all others are left alone. Those made"
              + " by the API are never pruned.")
  boolean prune;

  private final Terminal terminal;
  private final Map<String, String> environment;

  ExceptionsApply(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    return ExceptionChanges.tell(
        installation.register(environment).applyExceptions(file, prune),
        installation.format(),
        terminal);
  }
}
