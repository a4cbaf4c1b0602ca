package io.isotrail.app.command;

import io.isotrail.app.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isotrail test} is the launcher's; this one documents it. */
@Command(
    name = "test",
    description = {
      "Builds everything with all gates and runs all tests, as CI does (mvn verify). Done by the"
          + " launcher script ./isotrail in a checkout; further arguments go to Maven."
    })
public final class TestCommand implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private final Terminal terminal;

  TestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.say("isotrail: the tests are run by the launcher: ./isotrail test, in a checkout");
    return ExitCode.USAGE.number();
  }
}
