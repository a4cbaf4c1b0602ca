package io.isotrail.ingest.integrity;

import io.isotrail.ingest.integrity.DigestCheck.Checked;
import io.isotrail.ingest.integrity.Result.Gap.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One chain, from its newest digest to its oldest. Every listed digest is judged, so that any
 * number of missing or invalid ones in a row hides nothing behind them; the links of valid digests
 * and the times tell what is missing between.
 */
final class ChainWalk {

  private final Chain chain;
  private final Range range;
  private final DigestCheck check;
  private final Coverage backfilled;
  private final Consumer<Result> results;
  private final Logs logs;
  private final Coverage covered = new Coverage();

  /** Where the time begins that is accounted for so far; null before the first digest. */
  private @Nullable Instant reached;

  /** What valid digests name as the ones before them, until those were met. */
  private final List<Expected> awaited = new ArrayList<>();

  /** The last digest with content knows the signature of the one before it. */
  private Optional<Digest.Previous> successorSays = Optional.empty();

  private boolean startedAnew;

  /** A digest that must be there. */
  private record Expected(ObjectName place, Optional<DigestName> name, ObjectName namedBy) {}

  /** Judges the logs of a valid digest. */
  @FunctionalInterface
  interface Logs {
    void judge(Chain chain, ObjectName digest, List<Digest.Log> logs, Consumer<Result> results)
        throws InterruptedException;
  }

  ChainWalk(
      Chain chain,
      Range range,
      DigestCheck check,
      Coverage backfilled,
      Consumer<Result> results,
      Logs logs) {
    this.chain = chain;
    this.range = range;
    this.check = check;
    this.backfilled = backfilled;
    this.results = results;
    this.logs = logs;
  }

  /** The times of its valid digests. */
  Coverage covered() {
    return covered;
  }

  /** Takes the next older digest. */
  void next(DigestName name, Checked found) throws InterruptedException {
    if (found instanceof Checked.Absent) {
      // It was listed and is gone: its successor's link names it.
      return;
    }
    meet(name);
    switch (signed(name, found)) {
      case Checked.Sound sound -> sound(name, sound.digest());
      case Checked.Unsigned unsigned -> {
        unsigned(name);
        successorSays = unsigned.digest().previous();
        untrusted(name);
      }
      case Checked.Bad bad -> {
        tell(name, new Result.InvalidDigest(chain, name.object(), bad.fault(), bad.detail()));
        untrusted(name);
      }
      case Checked.Unproven unproven -> {
        tell(name, new Result.Unproven(chain, name.object(), unproven.reason()));
        untrusted(name);
      }
      case Checked.Absent _ -> {}
    }
  }

  /** The signature that the successor knows serves where the digest's own is not there. */
  private Checked signed(DigestName name, Checked found) throws InterruptedException {
    if (found instanceof Checked.Unsigned unsigned
        && successorSays.isPresent()
        && successorSays.get().place().isPlaceOf(name.object())) {
      return check.verify(chain, unsigned.digest(), successorSays.get().signature());
    }
    return found;
  }

  private void sound(DigestName name, Digest digest) throws InterruptedException {
    covered.add(digest.start(), digest.end());
    reach(digest.start());
    successorSays = digest.previous();
    startedAnew = digest.previous().isEmpty();
    digest
        .previous()
        .map(Digest.Previous::place)
        .ifPresent(
            place ->
                awaited.add(
                    new Expected(
                        place, DigestName.parse(place.bucket(), place.key()), name.object())));
    if (range.overlaps(digest.start(), digest.end())) {
      results.accept(
          new Result.ValidDigest(chain, name.object(), digest.start(), digest.end()));
      logs.judge(chain, name.object(), digest.logs(), results);
    }
  }

  private void unsigned(DigestName name) {
    tell(
        name,
        check.keepsSignatures()
            ? new Result.InvalidDigest(chain, name.object(), Fault.SIGNATURE_MISSING, "")
            : new Result.Unproven(
                chain,
                name.object(),
                DigestCheck.NO_SIGNATURE));
  }

  /** Nothing that such a digest says counts, and still it fills its hour. */
  private void untrusted(DigestName name) {
    reach(name.usualStart());
    startedAnew = false;
  }

  private void tell(DigestName name, Result result) {
    if (range.overlaps(name.usualStart(), name.end())) {
      results.accept(result);
    }
  }

  /** Takes a digest that is too old to be judged; it only ends what came after it. */
  void older(DigestName name) {
    meet(name);
  }

  /** The object before, where it lies in a bucket that was not looked at yet. */
  Optional<ObjectName> elsewhere(Set<String> buckets) {
    return awaited.stream()
        .map(Expected::place)
        .filter(place -> !buckets.contains(place.bucket()))
        .findFirst();
  }

  /** Compares a digest with what was to be expected at this point. */
  private void meet(DigestName name) {
    boolean linked = awaited.removeIf(one -> one.place().isPlaceOf(name.object()));
    List<Expected> overdue =
        awaited.stream()
            .filter(one -> one.name().isEmpty() || !name.end().isAfter(one.name().get().end()))
            .toList();
    awaited.removeAll(overdue);
    overdue.forEach(this::missing);
    if (!linked) {
      gap(name.end(), reached == null ? Cause.ENDED : cause());
    }
  }

  private Cause cause() {
    return startedAnew ? Cause.STARTED_ANEW : Cause.DIGESTS_MISSING;
  }

  private void missing(Expected one) {
    Result result = new Result.MissingDigest(chain, one.place(), one.namedBy());
    one.name()
        .ifPresentOrElse(
            name -> {
              tell(name, result);
              reach(name.usualStart());
            },
            () -> results.accept(result));
  }

  private void reach(Instant start) {
    if (reached == null || start.isBefore(reached)) {
      reached = start;
    }
  }

  /** Tells of a time up to what was reached that begins where an older digest ends. */
  private void gap(Instant olderEnd, Cause cause) {
    if (chain.backfill()) {
      // Digests of this sort fill holes, and leave some between them.
      return;
    }
    Instant newer = reached == null ? range.due() : reached;
    Instant from = olderEnd.isAfter(range.from()) ? olderEnd : range.from();
    Instant to = newer.isBefore(range.to()) ? newer : range.to();
    if (from.isBefore(to)) {
      for (Standing.Span span : backfilled.without(from, to)) {
        results.accept(new Result.Gap(chain, span.from(), span.to(), cause));
      }
    }
  }

  /** There is no older digest. */
  void end() {
    awaited.forEach(this::missing);
    awaited.clear();
  }
}
