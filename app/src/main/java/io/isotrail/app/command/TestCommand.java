package io.isotrail.app.command;

import io.isotrail.app.configuration.CommonOptions;
import io.isotrail.app.configuration.Configuration;
import io.isotrail.app.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code isotrail test} is the launcher's; this one documents it. */
@Command(
    name = "test",
    description = {
      "Builds everything with all gates and runs all tests, as CI does (mvn verify). Done by the"
          + " launcher script ./isotrail in a checkout; further arguments go to Maven."
    })
public final class TestCommand implements Callable<Integer> {

  @Mixin CommonOptions common = new CommonOptions();

  private final Terminal terminal;

  private final Map<String, String> environment;

  TestCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Configuration.load(common, Map.of(), environment);
    terminal.say("isotrail: the tests are run by the launcher: ./isotrail test, in a checkout");
    return ExitCode.USAGE.number();
  }
}
