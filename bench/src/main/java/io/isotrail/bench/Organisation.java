package io.isotrail.bench;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.History.Generation;
import io.isotrail.streams.compliance.History.Spell;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Made-up histories, the same at each run: three in ten models begin without isolation, half of all
 * are deleted one day, and every fifth one is tagged anew in between.
 *
 * @param models how many there are
 * @param accounts how many they are spread over
 * @param days over which they were created
 */
record Organisation(int models, int accounts, int days) {

  private static final long DAY = 86_400;
  private static final long END = 1_767_225_600;
  private static final List<String> REGIONS = List.of("eu-central-1", "us-east-1");
  private static final List<String> ENVIRONMENTS =
      List.of("production", "production", "non-production", "untagged");
  private static final List<String> SENSITIVITIES =
      List.of("restricted", "confidential", "internal", "public", "unclassified");

  /** First second. */
  long start() {
    return END - days * DAY;
  }

  /** Last second. */
  long end() {
    return END;
  }

  /** The account with this number. */
  static String account(int number) {
    return String.valueOf(100_000_000_000L + number);
  }

  static List<String> regions() {
    return REGIONS;
  }

  /** The history of the model with this number. */
  History history(int number) {
    Random random = new Random(number);
    int account = random.nextInt(accounts);
    String name = "model-" + number;
    long from = start() + random.nextLong(days * DAY);
    boolean isolated = random.nextInt(10) >= 3;
    Long end =
        random.nextBoolean()
            ? from + 3_600 + random.nextLong(isolated ? 400 * DAY : 30 * DAY)
            : null;
    if (end != null && end > END) {
      end = null;
    }
    String owner = "team-" + account % 40 + "-" + random.nextInt(3);
    String environment = pick(ENVIRONMENTS, random);
    List<Spell> spells = new ArrayList<>();
    long at = from;
    if (random.nextInt(5) == 0) {
      long tagged = from + 600 + random.nextLong(DAY);
      if (end == null || tagged < end) {
        spells.add(
            spell(
                /* from= */ at,
                tagged,
                isolated,
                "untagged",
                "unclassified",
                "",
                /* openedAt= */ from,
                null));
        at = tagged;
      }
    }
    spells.add(
        spell(
            /* from= */ at,
            end,
            isolated,
            environment,
            pick(SENSITIVITIES, random),
            owner,
            /* openedAt= */ from,
            end == null ? null : Ending.DELETED));
    if (end != null) {
      spells.add(
          new Spell(
              end,
              null,
              Status.GONE,
              null,
              environment,
              "internal",
              owner,
              false,
              false,
              null,
              null,
              null,
              null));
    }
    return new History(
        new Subject("aws", account(account), pick(REGIONS, random), "model", name),
        "account " + account,
        end == null ? at : end,
        List.of(
            new Generation(
                1,
                "event-" + number,
                name,
                from,
                true,
                "arn:aws:sts::" + account(account) + ":assumed-role/deploy/ci",
                isolated ? Isolation.ISOLATED : Isolation.NOT_ISOLATED,
                false,
                true,
                null,
                from,
                from,
                Map.of("environment", environment, "team", owner),
                end,
                List.of(),
                spells)));
  }

  private static Spell spell(
      long from,
      @Nullable Long to,
      boolean isolated,
      String environment,
      String sensitivity,
      String owner,
      long openedAt,
      @Nullable Ending ending) {
    return isolated
        ? new Spell(
            from,
            to,
            Status.COMPLIANT,
            null,
            environment,
            sensitivity,
            owner,
            false,
            false,
            null,
            null,
            null,
            null)
        : new Spell(
            from,
            to,
            Status.VIOLATION,
            environment.equals("production") ? Severity.HIGH : Severity.MEDIUM,
            environment,
            sensitivity,
            owner,
            false,
            false,
            null,
            openedAt,
            openedAt + 7 * DAY,
            ending);
  }

  private static String pick(List<String> words, Random random) {
    return words.get(random.nextInt(words.size()));
  }
}
