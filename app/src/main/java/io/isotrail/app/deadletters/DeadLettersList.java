package io.isotrail.app.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.command.ExitCode;
import io.isotrail.app.configuration.FormatOption;
import io.isotrail.app.configuration.InstallationOptions;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.terminal.Columns;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.letters.DeadLetterTopic;
import io.isotrail.ingest.letters.Letter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code isotrail dead-letters list}: which there are. */
@Command(name = "list", description = "Lists the letters that are open, the latest first.")
final class DeadLettersList implements Callable<Integer> {

  private static final int MOST = 100_000;
  private static final int MOST_OF_NAME = 64;

  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin InstallationOptions installation = new InstallationOptions();

  @Mixin Chosen chosen = new Chosen();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "So many at most, 1 to 100000. Default: ${DEFAULT-VALUE}.")
  int limit;

  @Option(names = "--all", description = "Those that were redriven too.")
  boolean all;

  @Mixin FormatOption format = new FormatOption();

  private final Terminal terminal;
  private final Map<String, String> environment;

  DeadLettersList(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw new ParameterException(
          spec.commandLine(), "--limit: a number from 1 to " + MOST + " is needed");
    }
    (installation.verbose() ? Logging.VERBOSE : Logging.QUIET).apply();
    Deque<Letter> latest = new ArrayDeque<>();
    long found = 0;
    try (DeadLetterTopic topic =
        DeadLetterTopic.open(installation.settings(Map.of(), environment))) {
      long[] matching = {0};
      topic.read(
          chosen.since(),
          letter -> {
            if (chosen.holds(letter) && (all || letter.redriven().isEmpty())) {
              matching[0]++;
              latest.add(withoutBody(letter));
              if (latest.size() > limit) {
                latest.remove();
              }
            }
          });
      found = matching[0];
    }
    List<Letter> shown = new ArrayList<>(latest);
    Collections.reverse(shown);
    format.format().print(terminal, () -> lines(shown), () -> json(shown));
    if (found > shown.size()) {
      terminal.say(
          "isotrail: %,d more; --limit shows them, --reason and --since choose"
              .formatted(found - shown.size()));
    }
    return ExitCode.DONE.number();
  }

  /** A hundred thousand samples of 64 KiB would be too many. */
  private static Letter withoutBody(Letter letter) {
    return new Letter(
        letter.id(),
        DeadLetter.newBuilder(letter.content()).setSample(ByteBuffer.allocate(0)).build(),
        letter.redriven());
  }

  private static List<String> lines(List<Letter> letters) {
    if (letters.isEmpty()) {
      return List.of("No such dead letter.");
    }
    Columns columns = new Columns().add("ID", "AT", "REASON", "RECORD", "STATE", "OF", "MESSAGE");
    for (Letter letter : letters) {
      DeadLetter content = letter.content();
      columns.add(
          letter.id().toString(),
          Instant.ofEpochSecond(content.getAt()).toString(),
          content.getReason(),
          content.getRecordIndex() < 0 ? "-" : Integer.toString(content.getRecordIndex()),
          state(letter),
          ending(letter.name()),
          content.getMessage());
    }
    return columns.lines();
  }

  private static String state(Letter letter) {
    return letter
        .redriven()
        .map(redriven -> "redriven " + Instant.ofEpochSecond(redriven.at()))
        .orElse("open");
  }

  /** The end of a path says more than its beginning. */
  private static String ending(String name) {
    int characters = name.codePointCount(0, name.length());
    return characters <= MOST_OF_NAME
        ? name
        : "…" + name.substring(name.offsetByCodePoints(0, characters - MOST_OF_NAME + 1));
  }

  private static ObjectNode json(List<Letter> letters) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode items = node.putArray("items");
    for (Letter letter : letters) {
      items.add(LetterText.json(letter));
    }
    return node;
  }
}
