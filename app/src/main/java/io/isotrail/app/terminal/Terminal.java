package io.isotrail.app.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The two streams of a command and what they can show. Standard output carries only results, all
 * else goes to standard error; both in UTF-8.
 *
 * @param out results
 * @param err everything else
 * @param colours whether results may be coloured
 * @param live whether standard error can show a line that changes
 * @param columns width of the terminal in characters; {@link #UNLIMITED} when results go elsewhere
 */
public record Terminal(
    PrintStream out, PrintStream err, boolean colours, boolean live, int columns) {

  /** Nothing is cut for a file or a pipe. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int LEAST_COLUMNS = 60;
  private static final int USUAL_COLUMNS = 100;

  /**
   * The process's own streams. Whether they are terminals is told by the launcher in {@code
   * isotrail.terminal.*}, since Java cannot ask about one stream alone. NO_COLOR (no-color.org) and
   * {@code TERM=dumb} are honoured.
   */
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean outIsTerminal = Boolean.getBoolean("isotrail.terminal.out");
    boolean errIsTerminal = Boolean.getBoolean("isotrail.terminal.err");
    boolean plain = dumb || !environment.getOrDefault("NO_COLOR", "").isEmpty();
    int columns =
        outIsTerminal
            ? Math.max(
                LEAST_COLUMNS, Integer.getInteger("isotrail.terminal.columns", USUAL_COLUMNS))
            : UNLIMITED;
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        outIsTerminal && !plain,
        errIsTerminal && !dumb,
        columns);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** A line on standard error. */
  public void say(String line) {
    err.println(line);
  }

  /** A text in a style on standard output's terminal, or as it is. */
  public String styled(Style style, String text) {
    return colours ? style.start() + text + "\033[0m" : text;
  }
}
