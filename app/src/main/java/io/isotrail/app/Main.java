package io.isotrail.app;

import io.isotrail.app.command.CommandLineRoot;
import io.isotrail.app.terminal.Terminal;
import java.util.Locale;
import java.util.Map;

/** Where the process begins. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    // Numbers look the same on every machine.
    Locale.setDefault(Locale.ROOT);
    Map<String, String> environment = System.getenv();
    System.exit(CommandLineRoot.run(Terminal.ofProcess(environment), environment, arguments));
  }
}
