package io.isotrail.app.e2e;

import io.isotrail.app.command.CommandLineRoot;
import io.isotrail.app.terminal.CapturedTerminal;
import java.util.Map;

/**
 * A command run in this process.
 *
 * @param code its exit code
 */
record InProcess(int code, String out, String err) {

  static InProcess run(String... arguments) {
    CapturedTerminal captured = new CapturedTerminal();
    int code = CommandLineRoot.run(captured.plain(), Map.of(), arguments);
    return new InProcess(code, captured.out(), captured.err());
  }
}
