package io.isotrail.ingest.integrity;

import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.integrity.DigestCheck.Checked;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Verifies all logs of a time: walks every chain of digests from its newest to its oldest, judges
 * each digest and each log that a valid digest names, and names what is missing. Does what {@code
 * aws cloudtrail validate-logs} does, for all accounts and regions at once.
 */
public final class Verifier {

  /** So much is listed beyond the range: a digest after it names the last one in it. */
  private static final Duration BEYOND = Duration.ofDays(1);

  /** Digests are small, and each is followed by its logs. */
  private static final int DIGESTS_AT_ONCE = 16;

  private static final Checked NOT_LOOKED_AT = new Checked.Absent();

  private static final Comparator<DigestName> NEWEST_FIRST =
      Comparator.comparing(DigestName::end)
          .thenComparing(DigestName::bucket)
          .thenComparing(DigestName::key)
          .reversed();

  private final Archive archive;
  private final DigestCheck digestCheck;
  private final LogCheck logCheck;
  private final int atOnce;

  /**
   * @param digestBytes most inflated bytes of a digest; a larger one is invalid
   * @param logBytes most inflated bytes of a log; a larger one is invalid
   * @param atOnce objects that are read at once
   */
  public Verifier(Archive archive, KeySource keys, long digestBytes, long logBytes, int atOnce) {
    this.archive = archive;
    this.digestCheck = new DigestCheck(archive, keys, digestBytes);
    this.logCheck = new LogCheck(archive, logBytes);
    this.atOnce = atOnce;
  }

  /**
   * Verifies.
   *
   * @param results takes each result as it comes, folder by folder, the newest first
   * @return the number of chains that were found
   * @throws FetchException when the archive cannot be listed
   */
  public int verify(Range range, Consumer<Result> results)
      throws FetchException, InterruptedException {
    int chains = 0;
    LocalDate first = day(range.from().minus(BEYOND));
    LocalDate last = day(range.to().plus(BEYOND));
    for (ObjectName folder : archive.folders()) {
      Map<Chain, List<DigestName>> byChain =
          new TreeMap<>(Comparator.comparing(Chain::trail).thenComparing(Chain::homeRegion)
              // What was delivered later may cover what the main chain lacks.
              .thenComparing(chain -> !chain.backfill()));
      for (DigestName name : archive.digests(folder, first, last)) {
        byChain.computeIfAbsent(name.chain(), _ -> new ArrayList<>()).add(name);
      }
      chains += byChain.size();
      verify(byChain, range, results);
    }
    return chains;
  }

  private void verify(
      Map<Chain, List<DigestName>> byChain, Range range, Consumer<Result> results)
      throws FetchException, InterruptedException {
    Coverage backfilled = new Coverage();
    for (Map.Entry<Chain, List<DigestName>> entry : byChain.entrySet()) {
      Chain chain = entry.getKey();
      ChainWalk walk = new ChainWalk(chain, range, digestCheck, backfilled, results, this::logs);
      walk(walk, chain, entry.getValue(), range);
      walk.end();
      if (chain.backfill()) {
        backfilled.addAll(walk.covered());
      }
    }
  }

  /** A chain leads into another bucket where the trail was told to deliver elsewhere. */
  private void walk(ChainWalk walk, Chain chain, List<DigestName> listed, Range range)
      throws FetchException, InterruptedException {
    NavigableSet<DigestName> left = new TreeSet<>(NEWEST_FIRST);
    left.addAll(relevant(listed, range));
    Set<String> buckets = new HashSet<>();
    left.forEach(name -> buckets.add(name.bucket()));
    try (InOrder digests = new InOrder(Math.min(atOnce, DIGESTS_AT_ONCE))) {
      while (!left.isEmpty()) {
        digests.each(
            List.copyOf(left),
            name -> isOlder(name, range) ? NOT_LOOKED_AT : digestCheck.check(name),
            (name, found) -> {
              left.remove(name);
              if (isOlder(name, range)) {
                walk.older(name);
              } else {
                walk.next(name, found);
              }
              return buckets.contains("") || walk.elsewhere(buckets).isEmpty();
            });
        Optional<ObjectName> elsewhere =
            buckets.contains("") ? Optional.empty() : walk.elsewhere(buckets);
        if (elsewhere.isPresent()) {
          buckets.add(elsewhere.get().bucket());
          left.addAll(relevant(inOtherBucket(elsewhere.get(), chain, range), range));
        }
      }
    }
  }

  private List<DigestName> inOtherBucket(ObjectName digest, Chain chain, Range range)
      throws FetchException, InterruptedException {
    Optional<DigestName> name = DigestName.parse(digest.bucket(), digest.key());
    if (name.isEmpty()) {
      return List.of();
    }
    return archive
        .digests(name.get().folder(), day(range.from().minus(BEYOND)), day(name.get().end()))
        .stream()
        .filter(found -> found.chain().isSameTrail(chain) && !found.end().isAfter(name.get().end()))
        .toList();
  }

  /** Those of the range, the next one after it, and the last one before it. */
  private static List<DigestName> relevant(List<DigestName> listed, Range range) {
    List<DigestName> relevant = new ArrayList<>();
    List<DigestName> newestFirst = listed.stream().sorted(NEWEST_FIRST).toList();
    for (DigestName name : newestFirst) {
      if (!name.usualStart().isBefore(range.to())) {
        relevant.clear();
      }
      relevant.add(name);
      if (isOlder(name, range)) {
        break;
      }
    }
    return relevant;
  }

  private static boolean isOlder(DigestName name, Range range) {
    return !name.end().isAfter(range.from());
  }

  private void logs(Chain chain, ObjectName digest, List<Digest.Log> logs, Consumer<Result> results)
      throws InterruptedException {
    try (InOrder reading = new InOrder(atOnce)) {
      reading.each(
          logs,
          log -> logCheck.check(chain, digest, log),
          (_, result) -> {
            results.accept(result);
            return true;
          });
    }
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
