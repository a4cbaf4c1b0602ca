package io.isotrail.app.deadletters;

import io.isotrail.app.command.ExitCode;
import io.isotrail.app.configuration.InstallationOptions;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.letters.DeadLetterTopic;
import io.isotrail.ingest.letters.Letter;
import io.isotrail.ingest.letters.LetterId;
import io.isotrail.schemas.settings.SettingsException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isotrail dead-letters show}: what is in one. */
@Command(
    name = "show",
    description =
        "Shows a letter with the bytes that were kept of the culprit. They were written by others:"
            + " what is no visible character is escaped (\\n, \\u001b, \\xff).")
final class DeadLettersShow implements Callable<Integer> {

  @Mixin InstallationOptions installation = new InstallationOptions();

  @Parameters(paramLabel = "ID", description = "The letter, as list shows it, e.g. 0@17.")
  String id = "";

  @Option(
      names = "--body",
      description = "Only the bytes, as they are, for a file or a pipe; never for a terminal.")
  boolean body;

  private final Terminal terminal;
  private final Map<String, String> environment;

  DeadLettersShow(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    LetterId wanted = DeadLettersRedrive.id(id);
    if (body && terminal.columns() != Terminal.UNLIMITED) {
      throw new SettingsException(
          "--body: the bytes were written by others and could command the terminal; send them to a"
              + " file");
    }
    (installation.verbose() ? Logging.VERBOSE : Logging.QUIET).apply();
    Letter letter;
    try (DeadLetterTopic topic =
        DeadLetterTopic.open(installation.settings(Map.of(), environment))) {
      letter = DeadLettersRedrive.required(topic, wanted);
    }
    if (body) {
      terminal.out().writeBytes(letter.body());
      terminal.out().flush();
    } else {
      print(letter, terminal.out());
    }
    return ExitCode.DONE.number();
  }

  private static void print(Letter letter, PrintStream out) {
    DeadLetter content = letter.content();
    field(out, "id", letter.id().toString());
    field(out, "at", Instant.ofEpochSecond(content.getAt()).toString());
    field(out, "of", letter.name());
    if (content.getRecordIndex() >= 0) {
      field(out, "record", Integer.toString(content.getRecordIndex()));
    }
    if (content.getByteOffset() >= 0) {
      field(out, "offset", content.getByteOffset() + " in the inflated bytes");
    }
    field(out, "source", content.getSource());
    field(out, "reason", content.getReason());
    field(out, "message", content.getMessage());
    field(out, "sha256", content.getSha256().isEmpty() ? "-" : content.getSha256());
    field(
        out,
        "state",
        letter
            .redriven()
            .map(
                redriven ->
                    "redriven at "
                        + Instant.ofEpochSecond(redriven.at())
                        + ": "
                        + redriven.outcome())
            .orElse("open"));
    byte[] kept = letter.body();
    field(
        out,
        "body",
        kept.length == 0
            ? "none was kept"
            : kept.length
                + " bytes"
                + (letter.whole() ? "" : ", the beginning or an unknown part"));
    if (kept.length > 0) {
      out.println();
      out.println(LetterText.escaped(kept));
    }
  }

  private static void field(PrintStream out, String name, String value) {
    out.printf("%-8s %s%n", name, Printable.of(value));
  }
}
