package io.isotrail.ingest.integrity;

import static io.isotrail.ingest.given.SignedTrail.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.given.SignedTrail;
import io.isotrail.ingest.given.SignedTrail.Stored;
import io.isotrail.ingest.given.SignedTrail.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever is done to a trail, the objects concerned are named, and no others. */
class TamperingProperties {

  private static final Instant START = Instant.parse("2026-10-01T20:00:00Z");
  private static final int HOURS = 9;
  private static final int LOGS = 2;

  private static final SignedTrail SOUND = new SignedTrail();
  private static final List<Written> DIGESTS = SOUND.hours(START, HOURS, LOGS);

  /** Something that is done to one object. */
  record Deed(int hour, int object, boolean remove, int at, int bit) {}

  @Provide
  Arbitrary<Deed> deeds() {
    return Combinators.combine(
            Arbitraries.integers().between(0, HOURS - 1),
            Arbitraries.integers().between(0, LOGS),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 100_000),
            Arbitraries.integers().between(0, 7))
        .as(Deed::new);
  }

  private static String key(Deed deed) {
    Written digest = DIGESTS.get(deed.hour());
    return deed.object() == LOGS ? digest.key() : digest.logs().get(deed.object());
  }

  /** True when what was stored says something else now. */
  private static boolean does(Deed deed, Map<String, Stored> objects) {
    String name = BUCKET + "/" + key(deed);
    Stored stored = objects.get(name);
    if (stored == null) {
      return false;
    }
    if (deed.remove()) {
      objects.remove(name);
      return true;
    }
    byte[] content = stored.content().clone();
    content[deed.at() % content.length] ^= (byte) (1 << deed.bit());
    objects.put(name, new Stored(content, stored.signature()));
    return !sameText(content, stored.content());
  }

  /** Some bits of a gzip header mean nothing: not the file is signed, but what it says. */
  private static boolean sameText(byte[] changed, byte[] original) {
    try {
      return java.util.Arrays.equals(SignedTrail.ungzip(changed), SignedTrail.ungzip(original));
    } catch (java.io.UncheckedIOException e) {
      return false;
    }
  }

  private static List<Result> verify(Map<String, Stored> objects) throws Exception {
    PublicKeys keys = new PublicKeys();
    keys.add(SignedTrail.publicKey());
    List<Result> results = new ArrayList<>();
    Instant end = START.plus(Duration.ofHours(HOURS));
    new Verifier(new MemoryArchive(objects, BUCKET), keys, 1 << 20, 1 << 20, 4)
        .verify(new Range(START, end, end.plus(Duration.ofDays(2))), results::add);
    return results;
  }

  @Property(tries = 300)
  void oneDeedIsNamedAndNothingElse(@ForAll("deeds") Deed deed) throws Exception {
    Map<String, Stored> objects = new TreeMap<>(SOUND.objects());
    boolean done = does(deed, objects);

    Set<String> named = new HashSet<>();
    List<Result> gaps = new ArrayList<>();
    int valid = 0;
    for (Result result : verify(objects)) {
      switch (result) {
        case Result.ValidDigest _, Result.ValidLog _ -> valid++;
        case Result.InvalidDigest bad -> named.add(bad.digest().key());
        case Result.InvalidLog bad -> named.add(bad.log().key());
        case Result.MissingDigest bad -> named.add(bad.digest().key());
        case Result.MissingLog bad -> named.add(bad.log().key());
        case Result.Gap gap -> gaps.add(gap);
        case Result.Unproven bad -> named.add(bad.object().key());
      }
    }

    boolean last = deed.object() == LOGS && deed.hour() == HOURS - 1 && deed.remove();
    if (!done) {
      assertThat(named).isEmpty();
    } else if (last) {
      // Nothing names the newest digest: that it is due is all that is known.
      assertThat(named).isEmpty();
      assertThat(gaps)
          .containsExactly(
              new Result.Gap(
                  DigestName.parse(BUCKET, key(deed)).orElseThrow().chain(),
                  START.plus(Duration.ofHours(HOURS - 1)),
                  START.plus(Duration.ofHours(HOURS)),
                  Result.Gap.Cause.ENDED));
    } else {
      assertThat(named).containsExactly(key(deed));
    }
    assertThat(gaps).hasSize(done && last ? 1 : 0);
    int lost = !done ? 0 : deed.object() == LOGS ? 1 + LOGS : 1;
    assertThat(valid).isEqualTo(HOURS * (1 + LOGS) - lost);
  }

  @Property(tries = 200)
  void anyNumberOfDeedsHidesNothing(
      @ForAll("deeds") Deed a,
      @ForAll("deeds") Deed b,
      @ForAll("deeds") Deed c,
      @ForAll("deeds") Deed d)
      throws Exception {
    Map<String, Stored> objects = new TreeMap<>(SOUND.objects());
    Set<String> touched = new TreeSet<>();
    for (Deed deed : List.of(a, b, c, d)) {
      does(deed, objects);
      touched.add(key(deed));
    }

    List<Result> results = verify(objects);

    Set<String> valid = new HashSet<>();
    Set<Instant> accounted = new HashSet<>();
    for (Result result : results) {
      switch (result) {
        case Result.ValidDigest good -> {
          valid.add(good.digest().key());
          accounted.add(good.to());
        }
        case Result.ValidLog good -> valid.add(good.log().key());
        case Result.InvalidDigest bad ->
            accounted.add(DigestName.parse(BUCKET, bad.digest().key()).orElseThrow().end());
        case Result.MissingDigest bad ->
            accounted.add(DigestName.parse(BUCKET, bad.digest().key()).orElseThrow().end());
        case Result.Gap gap -> {
          for (Instant at = gap.from(); at.isBefore(gap.to()); at = at.plus(Duration.ofHours(1))) {
            accounted.add(at.plus(Duration.ofHours(1)));
          }
        }
        case Result.InvalidLog bad -> assertThat(touched).contains(bad.log().key());
        case Result.MissingLog bad -> assertThat(touched).contains(bad.log().key());
        case Result.Unproven bad -> assertThat(touched).contains(bad.object().key());
      }
    }
    boolean olderSound = false;
    for (int hour = 0; hour < HOURS; hour++) {
      Written digest = DIGESTS.get(hour);
      Stored stored = objects.get(BUCKET + "/" + digest.key());
      Stored original = SOUND.objects().get(BUCKET + "/" + digest.key());
      boolean sound =
          stored != null && original != null && sameText(stored.content(), original.content());
      assertThat(valid.contains(digest.key())).isEqualTo(sound);
      if (!sound && (stored != null || olderSound)) {
        // What is gone before the first sound digest is known only where a sound one names it.
        assertThat(accounted).contains(digest.end());
      }
      olderSound |= sound;
    }
  }

  @Property(tries = 40)
  void theOrderOfArrivalChangesNothing(
      @ForAll("deeds") Deed deed, @ForAll @IntRange(max = 1_000_000) int seed) throws Exception {
    Map<String, Stored> objects = new TreeMap<>(SOUND.objects());
    does(deed, objects);
    List<String> keys = new ArrayList<>(objects.keySet());
    java.util.Collections.shuffle(keys, new java.util.Random(seed));

    Watched watched = new Watched(objects);
    keys.forEach(watched::arrives);
    Standing standing = watched.settled();
    Watched inOrder = new Watched(objects);
    objects.keySet().forEach(inOrder::arrives);
    Standing expected = inOrder.settled();

    assertThat(new HashSet<>(standing.findings()))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("namedBy", "at")
        .isEqualTo(new HashSet<>(expected.findings()));
    Instant due = START.plus(Duration.ofHours(HOURS));
    assertThat(standing.gaps(due)).isEqualTo(expected.gaps(due));
    assertThat(standing.covered()).isEqualTo(expected.covered());
  }
}
