package io.isotrail.app.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;

/** How a result is printed on standard output; the names are those of {@code --format}. */
public enum Format {
  text {
    @Override
    public void print(Terminal terminal, Supplier<List<String>> lines, Supplier<JsonNode> json) {
      lines.get().forEach(line -> terminal.out().println(Printable.of(line)));
    }
  },
  json {
    @Override
    public void print(Terminal terminal, Supplier<List<String>> lines, Supplier<JsonNode> json) {
      terminal.out().println(json.get().toPrettyString());
    }
  };

  /** Prints a result as lines or as JSON. */
  public abstract void print(
      Terminal terminal, Supplier<List<String>> lines, Supplier<JsonNode> json);
}
