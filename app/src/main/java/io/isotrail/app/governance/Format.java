package io.isotrail.app.governance;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Terminal;
import java.util.List;
import java.util.function.Supplier;

/** How a result is printed on standard output; the names are those of {@code --format}. */
enum Format {
  text {
    @Override
    void print(Terminal terminal, Supplier<List<String>> lines, Supplier<JsonNode> json) {
      lines.get().forEach(line -> terminal.out().println(Printable.of(line)));
    }
  },
  json {
    @Override
    void print(Terminal terminal, Supplier<List<String>> lines, Supplier<JsonNode> json) {
      terminal.out().println(json.get().toPrettyString());
    }
  };

  abstract void print(Terminal terminal, Supplier<List<String>> lines, Supplier<JsonNode> json);
}
