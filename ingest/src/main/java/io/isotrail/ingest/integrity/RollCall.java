package io.isotrail.ingest.integrity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Calls the roll of a digest: what became of each log that it names. */
final class RollCall {

  private final LogCheck check;
  private final KnownLogs known;
  private final int atOnce;

  /**
   * @param atOnce logs that are read at once
   */
  RollCall(LogCheck check, KnownLogs known, int atOnce) {
    this.check = check;
    this.known = known;
    this.atOnce = atOnce;
  }

  /** What is done with each log. */
  interface Answers {

    /** A log was judged. */
    void judged(Result result);

    /**
     * A log is as it was delivered, and was not read like that.
     *
     * @param told whether a notification or a listing told of it
     */
    Fate unread(ObjectName log, boolean told) throws InterruptedException;
  }

  Roll call(DigestName name, Digest digest, Answers answers) throws InterruptedException {
    Chain chain = name.chain();
    Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    List<Digest.Log> open = new ArrayList<>();
    for (Digest.Log log : digest.logs()) {
      if (known.hash(log.place()).filter(log.hash()::equals).isPresent()) {
        answers.judged(new Result.ValidLog(chain, log.place()));
        fates.merge(Fate.READ, 1, Integer::sum);
      } else {
        open.add(log);
      }
    }
    try (InOrder reading = new InOrder(atOnce)) {
      reading.each(
          open,
          log -> check.check(chain, name.object(), log),
          (_, result) -> {
            answers.judged(result);
            fates.merge(fate(result, answers), 1, Integer::sum);
            return true;
          });
    }
    return new Roll(chain, name.object(), digest.logs().size(), fates);
  }

  private Fate fate(Result result, Answers answers) throws InterruptedException {
    return switch (result) {
      case Result.ValidLog valid -> {
        boolean told = known.wasTold(valid.log());
        yield told && known.hash(valid.log()).isEmpty()
            ? Fate.TOLD
            : answers.unread(valid.log(), told);
      }
      case Result.InvalidLog bad -> {
        known.doubt(bad.log());
        yield Fate.INVALID;
      }
      case Result.MissingLog missing -> {
        known.doubt(missing.log());
        yield Fate.MISSING;
      }
      case Result.Unproven _,
          Result.ValidDigest _,
          Result.InvalidDigest _,
          Result.MissingDigest _,
          Result.Gap _ ->
          Fate.UNPROVEN;
    };
  }
}
