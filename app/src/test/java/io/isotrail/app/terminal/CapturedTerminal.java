package io.isotrail.app.terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A terminal whose streams are kept. */
public final class CapturedTerminal {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Neither colours nor a width. */
  public Terminal plain() {
    return terminal(false, false, Terminal.UNLIMITED);
  }

  public Terminal terminal(boolean colours, boolean live, int columns) {
    return new Terminal(stream(out), stream(err), colours, live, columns);
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
