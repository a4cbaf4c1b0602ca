package io.isotrail.ingest.integrity;

import static io.isotrail.ingest.given.SignedTrail.BUCKET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isotrail.ingest.given.SignedTrail;
import io.isotrail.ingest.given.SignedTrail.Written;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifierTest {

  private static final Instant START = Instant.parse("2026-10-01T20:00:00Z");

  private final SignedTrail trail = new SignedTrail();

  private static Instant hour(int hours) {
    return START.plus(Duration.ofHours(hours));
  }

  private List<Result> all(Instant from, Instant to, Instant now) throws Exception {
    List<Result> results = new ArrayList<>();
    PublicKeys keys = new PublicKeys();
    keys.add(SignedTrail.publicKey());
    new Verifier(new MemoryArchive(trail.objects(), BUCKET), keys, 1 << 20, 1 << 20, 4)
        .verify(new Range(from, to, now), results::add);
    return results;
  }

  private List<Result> all(int hours) throws Exception {
    return all(START, hour(hours), hour(hours + 48));
  }

  /** All that is not valid. */
  private List<Result> wrong(int hours) throws Exception {
    return all(hours).stream()
        .filter(r -> !(r instanceof Result.ValidDigest || r instanceof Result.ValidLog))
        .toList();
  }

  private void remove(Written digest) {
    trail.objects().remove(digest.bucket() + "/" + digest.key());
  }

  private static ObjectName name(Written digest) {
    return new ObjectName(digest.bucket(), digest.key());
  }

  private Chain chain() {
    return new Chain(
        "AWSLogs/" + SignedTrail.ACCOUNT + "/",
        SignedTrail.ACCOUNT,
        SignedTrail.REGION,
        "management",
        SignedTrail.REGION,
        false);
  }

  @Test
  void aSoundTrailIsValidInEveryPart() throws Exception {
    trail.hours(START, 10, 3);

    List<Result> results = all(10);

    assertEquals(10, results.stream().filter(r -> r instanceof Result.ValidDigest).count());
    assertEquals(30, results.stream().filter(r -> r instanceof Result.ValidLog).count());
    assertEquals(40, results.size());
  }

  @Test
  void onlyWhatLiesInTheRangeIsJudged() throws Exception {
    trail.hours(START, 10, 1);

    List<Result> results = all(hour(3), hour(5), hour(60));

    assertEquals(4, results.size(), results::toString);
  }

  @Test
  void emptyDigestsAreValid() throws Exception {
    trail.hours(START, 4, 0);

    assertEquals(4, all(4).size());
  }

  @Test
  void aMissingDigestIsNamedByTheNextOne() throws Exception {
    List<Written> digests = trail.hours(START, 6, 1);
    remove(digests.get(3));

    assertEquals(
        List.of(
            new Result.MissingDigest(chain(), name(digests.get(3)), name(digests.get(4)))),
        wrong(6));
  }

  @Test
  void twoMissingDigestsInARowHideNothingBehindThem() throws Exception {
    List<Written> digests = trail.hours(START, 8, 1);
    remove(digests.get(3));
    remove(digests.get(4));

    assertEquals(
        List.of(
            new Result.MissingDigest(chain(), name(digests.get(4)), name(digests.get(5))),
            new Result.Gap(chain(), hour(3), hour(4), Result.Gap.Cause.DIGESTS_MISSING)),
        wrong(8));
    assertEquals(12, all(8).size() - 2);
  }

  @Test
  void theFirstDigestMissingIsNamed() throws Exception {
    List<Written> digests = trail.hours(START, 3, 1);
    remove(digests.getFirst());

    assertEquals(
        List.of(
            new Result.MissingDigest(chain(), name(digests.get(0)), name(digests.get(1)))),
        wrong(3));
  }

  @Test
  void theLastDigestMissingIsAGapOnceItIsDue() throws Exception {
    List<Written> digests = trail.hours(START, 3, 1);
    remove(digests.getLast());

    assertEquals(
        List.of(new Result.Gap(chain(), hour(2), hour(3), Result.Gap.Cause.ENDED)), wrong(3));
    assertEquals(4, all(START, hour(3), hour(4)).size());
  }

  @Test
  void theLastOfTheRangeMissingIsNamedByTheOneAfterIt() throws Exception {
    List<Written> digests = trail.hours(START, 6, 1);
    remove(digests.get(3));

    List<Result> results = all(START, hour(4), hour(60));

    assertTrue(
        results.contains(
            new Result.MissingDigest(chain(), name(digests.get(3)), name(digests.get(4)))),
        results::toString);
    assertEquals(7, results.size(), results::toString);
  }

  @Test
  void aNewChainLeavesAGap() throws Exception {
    trail.hours(START, 2, 1);
    trail.hours(hour(5), 2, 1);

    assertEquals(
        List.of(new Result.Gap(chain(), hour(2), hour(5), Result.Gap.Cause.STARTED_ANEW)),
        wrong(7));
  }

  @Test
  void aBackfillDigestClosesAGap() throws Exception {
    trail.hours(START, 2, 1);
    trail.hours(hour(4), 2, 1);
    String log = trail.log(BUCKET, hour(2).plusSeconds(90), "{\"Records\":[]}", 7);
    Written first =
        trail.digest(BUCKET, hour(2), hour(3), List.of(log), null, "_backfill");
    trail.digest(BUCKET, hour(3), hour(4), List.of(), first, "_backfill");

    assertEquals(List.of(), wrong(6));
    assertEquals(6 + 5, all(6).size());
  }

  @Test
  void aMovedDigestIsInvalidAndItsPlaceMissing() throws Exception {
    List<Written> digests = trail.hours(START, 4, 1);
    Written moved = digests.get(1);
    var stored = trail.objects().remove(moved.bucket() + "/" + moved.key());
    String elsewhere = moved.key().replace("T220000Z", "T220001Z");
    trail.objects().put(BUCKET + "/" + elsewhere, java.util.Objects.requireNonNull(stored));

    List<Result> wrong = wrong(4);

    assertEquals(2, wrong.size(), wrong::toString);
    assertTrue(
        wrong.contains(new Result.MissingDigest(chain(), name(moved), name(digests.get(2)))),
        wrong::toString);
    assertTrue(
        wrong.stream()
            .anyMatch(
                r ->
                    r instanceof Result.InvalidDigest invalid
                        && invalid.fault() == Fault.MOVED
                        && invalid.digest().key().equals(elsewhere)),
        wrong::toString);
  }

  @Test
  void aSignatureThatIsNotThereIsInvalidForTheLastAndKnownToTheNextForOthers() throws Exception {
    List<Written> digests = trail.hours(START, 4, 1);
    for (Written digest : List.of(digests.get(1), digests.get(3))) {
      trail.objects().computeIfPresent(
          digest.bucket() + "/" + digest.key(),
          (_, stored) -> new SignedTrail.Stored(stored.content(), Optional.empty()));
    }

    assertEquals(
        List.of(
            new Result.InvalidDigest(
                chain(), name(digests.get(3)), Fault.SIGNATURE_MISSING, "")),
        wrong(4));
  }

  @Test
  void aKeyThatNobodyKnowsMakesADigestInvalid() throws Exception {
    List<Written> digests = trail.hours(START, 1, 1);
    List<Result> results = new ArrayList<>();
    new Verifier(
            new MemoryArchive(trail.objects(), BUCKET), new PublicKeys(), 1 << 20, 1 << 20, 4)
        .verify(new Range(START, hour(1), hour(9)), results::add);

    assertEquals(1, results.size());
    assertTrue(
        results.getFirst() instanceof Result.InvalidDigest invalid
            && invalid.fault() == Fault.KEY_UNKNOWN
            && invalid.digest().equals(name(digests.getFirst())));
  }

  @Test
  void keysThatCannotBeHadProveNothing() throws Exception {
    trail.hours(START, 1, 1);
    List<Result> results = new ArrayList<>();
    KeySource away =
        (_, _, _) -> {
          throw new KeySource.KeysAwayException("not allowed", new IllegalStateException());
        };
    new Verifier(new MemoryArchive(trail.objects(), BUCKET), away, 1 << 20, 1 << 20, 4)
        .verify(new Range(START, hour(1), hour(9)), results::add);

    assertTrue(
        results.size() == 1
            && results.getFirst() instanceof Result.Unproven unproven
            && unproven.reason().equals("not allowed"),
        results::toString);
  }

  @Test
  void aChainLeadsIntoTheBucketBefore() throws Exception {
    Written first = trail.hour("older-logs", START, 2, null);
    Written second = trail.hour("older-logs", hour(1), 2, first);
    Written third = trail.hour(BUCKET, hour(2), 2, second);
    trail.hour(BUCKET, hour(3), 2, third);

    assertEquals(12, all(4).size());
    assertEquals(List.of(), wrong(4));

    remove(first);
    assertEquals(
        List.of(new Result.MissingDigest(chain(), name(first), name(second))), wrong(4));
  }

  @Test
  void aDigestOrLogAboveTheLimitIsInvalidAndSaysSo() throws Exception {
    Written first = trail.hours(START, 1, 0).getFirst();
    String log = trail.log(BUCKET, hour(1).plusSeconds(60), " ".repeat(3_000), 1);
    trail.digest(BUCKET, hour(1), hour(2), List.of(log), first, "");
    PublicKeys keys = new PublicKeys();
    keys.add(SignedTrail.publicKeyInfo());
    keys.add(SignedTrail.publicKey());

    for (long most : List.of(2_999L, 3_000L)) {
      List<Result> results = new ArrayList<>();
      new Verifier(new MemoryArchive(trail.objects(), BUCKET), keys, 1 << 20, most, 4)
          .verify(new Range(START, hour(2), hour(9)), results::add);
      assertEquals(most == 3_000L, results.contains(
          new Result.ValidLog(chain(), new ObjectName(BUCKET, log))));
    }
    List<Result> results = new ArrayList<>();
    new Verifier(new MemoryArchive(trail.objects(), BUCKET), keys, 100, 1 << 20, 4)
        .verify(new Range(START, hour(2), hour(9)), results::add);
    assertTrue(
        results.stream()
            .allMatch(
                r ->
                    r instanceof Result.InvalidDigest invalid
                        && invalid.fault() == Fault.FORMAT
                        && invalid.detail().contains("100 bytes")),
        results::toString);
  }

  @Test
  void whatIsNoDigestIsInvalid() throws Exception {
    Written digest = trail.hours(START, 1, 0).getFirst();
    for (String content :
        List.of("", "[]", "{}", "null", "{\"digestEndTime\":1}", "not json", "{\"a\":1}{")) {
      trail.objects().put(
          BUCKET + "/" + digest.key(),
          new SignedTrail.Stored(
              SignedTrail.gzip(content.getBytes(StandardCharsets.UTF_8)), Optional.of("00")));
      assertTrue(
          wrong(1).getFirst() instanceof Result.InvalidDigest invalid
              && invalid.fault() == Fault.FORMAT,
          content);
    }
  }
}
