package io.isotrail.app.deadletters;

import io.isotrail.app.command.ExitCode;
import io.isotrail.app.configuration.InstallationOptions;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.pipeline.Shutdown;
import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.ingest.Redrive;
import io.isotrail.ingest.letters.DeadLetterTopic;
import io.isotrail.ingest.letters.Letter;
import io.isotrail.ingest.letters.LetterId;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isotrail dead-letters redrive}: once more. */
@Command(
    name = "redrive",
    description = {
      "Sends letters the way of everything that comes in once more: an object is fetched again, a"
          + " record or message that was kept is read again. One that comes through is marked and"
          + " open no longer; one that fails stays as it is. Safe to repeat: what is known already"
          + " counts once. Ends with 4 when a letter is still open."
    })
final class DeadLettersRedrive implements Callable<Integer> {

  private static final int MOST = 1_000_000;

  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin InstallationOptions installation = new InstallationOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "One letter, also one that was redriven before. Without it: every open one.")
  @Nullable String id;

  @Mixin Chosen chosen = new Chosen();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10000",
      description = "So many at most, the oldest first. Default: ${DEFAULT-VALUE}.")
  int limit;

  private final Terminal terminal;
  private final Map<String, String> environment;

  DeadLettersRedrive(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  /** What became of a letter, in sum. */
  private enum Ending {
    THROUGH("came through"),
    REFUSED("refused as before"),
    NOT_HAD("could not be had"),
    IMPOSSIBLE("cannot be redriven");

    private final String text;

    Ending(String text) {
      this.text = text;
    }
  }

  /** Reads an id. */
  static LetterId id(String text) {
    try {
      return LetterId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(String.valueOf(e.getMessage()) + ", not '" + text + "'", e);
    }
  }

  /** The letter, or a word that there is none. */
  static Letter required(DeadLetterTopic topic, LetterId id) {
    return topic
        .find(id)
        .orElseThrow(
            () ->
                new SettingsException(
                    "there is no dead letter " + id + "; isotrail dead-letters list shows them"));
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<LetterId> one = Optional.ofNullable(id).map(DeadLettersRedrive::id);
    if (limit < 1 || limit > MOST) {
      throw new ParameterException(
          spec.commandLine(), "--limit: a number from 1 to " + MOST + " is needed");
    }
    if (one.isPresent() && (chosen.reason != null || chosen.since != null)) {
      throw new ParameterException(
          spec.commandLine(), "Give one ID, or choose by --reason and --since.");
    }
    (installation.verbose() ? Logging.VERBOSE : Logging.QUIET).apply();
    Settings settings = installation.settings(Map.of(), environment);
    try (DeadLetterTopic topic = DeadLetterTopic.open(settings);
        Shutdown shutdown = new Shutdown()) {
      one.ifPresent(wanted -> required(topic, wanted));
      Redrive redrive = shutdown.add(Redrive.open(settings, topic::repeat));
      List<LetterId> ids = one.map(List::of).orElseGet(() -> choose(topic));
      topic.read(Optional.empty(), letter -> knowOpen(letter, redrive));
      return send(ids, topic, redrive, shutdown).number();
    }
  }

  private static void knowOpen(Letter letter, Redrive redrive) {
    if (letter.redriven().isEmpty()) {
      redrive.know(letter);
    }
  }

  private List<LetterId> choose(DeadLetterTopic topic) {
    List<LetterId> ids = new ArrayList<>();
    long[] more = {0};
    topic.read(
        chosen.since(),
        letter -> {
          if (letter.redriven().isPresent() || !chosen.holds(letter)) {
            return;
          }
          if (ids.size() < limit) {
            ids.add(letter.id());
          } else {
            more[0]++;
          }
        });
    if (more[0] > 0) {
      terminal.say("isotrail: %,d more are left for another run (--limit)".formatted(more[0]));
    }
    return ids;
  }

  private ExitCode send(
      List<LetterId> ids, DeadLetterTopic topic, Redrive redrive, Shutdown shutdown)
      throws InterruptedException {
    Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
    for (LetterId next : ids) {
      if (shutdown.told()) {
        return ExitCode.INTERRUPTED;
      }
      Optional<Letter> found = topic.content(next);
      Ending ending =
          found.isPresent()
              ? end(found.get(), topic, redrive)
              : tell(next, Ending.IMPOSSIBLE, "it is not in the topic any more", "");
      endings.merge(ending, 1, Integer::sum);
    }
    StringBuilder sum = new StringBuilder("%,d dead letters".formatted(ids.size()));
    endings.forEach((ending, count) -> sum.append(", %,d %s".formatted(count, ending.text)));
    terminal.say("isotrail: " + sum);
    boolean open = endings.keySet().stream().anyMatch(ending -> ending != Ending.THROUGH);
    return open ? ExitCode.INCOMPLETE : ExitCode.DONE;
  }

  private Ending end(Letter letter, DeadLetterTopic topic, Redrive redrive)
      throws InterruptedException {
    return switch (redrive.send(letter)) {
      case Redrive.Result.Through through -> {
        String outcome =
            "published %,d facts%s"
                .formatted(
                    through.facts(),
                    through.others() == 0
                        ? ""
                        : "; %,d other records of it are refused".formatted(through.others()));
        topic.mark(letter, outcome);
        yield tell(letter, Ending.THROUGH, outcome);
      }
      case Redrive.Result.Repeated repeated -> {
        String outcome = "written to " + repeated.topic() + " again";
        topic.mark(letter, outcome);
        yield tell(letter, Ending.THROUGH, outcome);
      }
      case Redrive.Result.Refused refused ->
          tell(letter, Ending.REFUSED, refused.reason() + ": " + refused.message());
      case Redrive.Result.NotHad not -> tell(letter, Ending.NOT_HAD, not.message());
      case Redrive.Result.Impossible not -> tell(letter, Ending.IMPOSSIBLE, not.message());
    };
  }

  private Ending tell(Letter letter, Ending ending, String outcome) {
    return tell(letter.id(), ending, outcome, "  (" + letter.name() + ")");
  }

  private Ending tell(LetterId letter, Ending ending, String outcome, String of) {
    terminal.out().println(Printable.of(letter + "  " + ending.text + ": " + outcome + of));
    return ending;
  }
}
