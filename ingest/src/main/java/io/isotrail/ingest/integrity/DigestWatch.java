package io.isotrail.ingest.integrity;

import io.isotrail.ingest.integrity.DigestCheck.Checked;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges digests as they come. A log that was read is judged by the hash that was taken then; one
 * that was not, or that seems changed, is read. What digests leave open is a gap, whatever the
 * reason. Digests may come in any order, twice, or again after they were restored.
 */
public final class DigestWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DigestWatch.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final String NOT_ALL_READ =
      "logs that only this digest names could not be had; they are asked for again";

  private final DigestCheck digestCheck;
  private final RollCall rollCall;
  private final WatchLimits limits;
  private final DigestListener listener;
  private final InstantSource clock;
  private final Map<String, TrailStanding> standings = new HashMap<>();
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<String, Digest.Previous> signatures;
  private final Map<String, Waiting> links;
  private Elsewhere elsewhere = new Elsewhere(List.of());
  private final Map<String, Proof> proofs = new HashMap<>();
  private final Map<String, Waiting> again = new LinkedHashMap<>();
  private @Nullable Thread working;
  private boolean busy;
  private boolean held;
  private Instant recheckAt = Instant.MAX;

  /** A digest that is to be judged. */
  record Waiting(DigestName name, Instant due, Optional<ObjectName> namedBy) {
    String place() {
      return name.object().belowRoot();
    }
  }

  public DigestWatch(
      Archive archive,
      KeySource keys,
      KnownLogs known,
      WatchLimits limits,
      DigestListener listener,
      InstantSource clock) {
    this.digestCheck = new DigestCheck(archive, keys, limits.digestBytes());
    this.rollCall = new RollCall(new LogCheck(archive, limits.logBytes()), known, limits.atOnce());
    this.limits = limits;
    this.signatures = bounded(limits.waiting());
    this.links = bounded(limits.waiting());
    this.listener = listener;
    this.clock = clock;
  }

  private static <V> Map<String, V> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }

  /** Starts to work, in a thread of its own. */
  public synchronized void start() {
    working = Thread.ofPlatform().daemon().name("ingest-integrity").start(this::work);
  }

  /** A digest has come; judged after the time of grace. */
  public void arrived(String bucket, String key) {
    // A directory may be named in several ways, what lies in AWSLogs only in one.
    String place = bucket.isEmpty() ? new ObjectName("", key).belowRoot() : key;
    DigestName.parse(bucket, place)
        .ifPresent(
            name ->
                await(new Waiting(name, clock.instant().plus(limits.grace()), Optional.empty())));
  }

  private synchronized void await(Waiting digest) {
    String place = digest.place();
    if (waiting.size() >= limits.waiting() && !waiting.containsKey(place)) {
      listener.leftOut(digest.name());
      return;
    }
    waiting.putIfAbsent(place, digest);
    notifyAll();
  }

  /** Nothing is judged while logs are still being searched for. */
  public synchronized void hold(boolean hold) {
    held = hold;
    notifyAll();
  }

  /** No digest waits. */
  public synchronized boolean idle() {
    return waiting.isEmpty() && !busy;
  }

  /** What was told before a restart. */
  public synchronized void recall(Standing before) {
    Chain chain = new Chain("", before.account(), before.region(), before.trail(), "", false);
    standing(chain, before.since()).recall(before);
    recheckAt = clock.instant();
  }

  /** What other instances judge: no digest is asked for that one of them has proven. */
  public synchronized void elsewhere(List<Standing> others) {
    elsewhere = new Elsewhere(others);
  }

  /** How every trail stands now. */
  public synchronized List<Standing> standings() {
    return standings.values().stream().map(TrailStanding::standing).toList();
  }

  private TrailStanding standing(Chain chain, Instant since) {
    return standings.computeIfAbsent(
        chain.account() + "/" + chain.region() + "/" + chain.trail(),
        _ -> new TrailStanding(chain, since, limits.findings(), limits.spans()));
  }

  private void work() {
    try {
      while (true) {
        Optional<Waiting> next = next();
        if (next.isPresent()) {
          try {
            judge(next.get());
          } catch (RuntimeException e) {
            LOG.error("unexpected while judging key={}", next.get().name().key(), e);
          }
        }
        done();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Optional<Waiting> next() throws InterruptedException {
    while (true) {
      if (!held) {
        Instant now = clock.instant();
        for (Waiting digest : waiting.values()) {
          if (!digest.due().isAfter(now)) {
            busy = true;
            waiting.remove(digest.place());
            return Optional.of(digest);
          }
        }
        if (now.isAfter(recheckAt)) {
          recheckAt = Instant.MAX;
          recheck(now);
        }
      }
      wait(LOOK_EVERY.toMillis());
    }
  }

  private synchronized void done() {
    busy = false;
  }

  /** What is wrong is looked at again: it may have been restored. */
  private void recheck(Instant now) {
    List<Waiting> lacking = List.copyOf(again.values());
    again.clear();
    lacking.forEach(digest -> await(new Waiting(digest.name(), now, digest.namedBy())));
    for (TrailStanding standing : standings.values()) {
      for (Standing.Finding finding : standing.findings()) {
        String digest =
            finding.namedBy().isEmpty() || finding.kind().startsWith("digest-")
                ? finding.object()
                : finding.namedBy();
        ObjectName place = ObjectName.parse(digest);
        DigestName.parse(place.bucket(), place.key())
            .ifPresent(
                name ->
                    await(
                        new Waiting(name, now, Optional.of(ObjectName.parse(finding.namedBy())))));
      }
    }
  }

  private void judge(Waiting digest) throws InterruptedException {
    DigestName name = digest.name();
    Chain chain = name.chain();
    TrailStanding standing;
    synchronized (this) {
      if (proofs.containsKey(digest.place())) {
        // It came twice, and what it names is being read.
        return;
      }
      standing = standing(chain, name.usualStart());
    }
    Checked checked = digestCheck.check(name);
    if (!(checked instanceof Checked.Absent)) {
      synchronized (this) {
        standing.seen(name.usualStart());
      }
    }
    if (checked instanceof Checked.Unsigned unsigned) {
      checked = bySuccessor(name, unsigned.digest());
    }
    switch (checked) {
      case Checked.Sound sound -> {
        Digest valid = sound.digest();
        Result.ValidDigest proven =
            new Result.ValidDigest(chain, name.object(), valid.start(), valid.end());
        listener.found(proven);
        valid.previous().ifPresent(previous -> previous(name, previous));
        Proof proof = new Proof(digest, standing, proven, this::conclude);
        synchronized (this) {
          standing.judged(proven);
          proofs.put(digest.place(), proof);
        }
        boolean whole = false;
        try {
          whole = callRoll(proof, name, valid);
        } finally {
          proof.ended(whole);
        }
      }
      case Checked.Unsigned unsigned -> {
        unsigned
            .digest()
            .previous()
            .ifPresent(previous -> signatures.put(previous.place().belowRoot(), previous));
        take(
            standing,
            digestCheck.keepsSignatures()
                ? new Result.InvalidDigest(chain, name.object(), Fault.SIGNATURE_MISSING, "")
                : new Result.Unproven(chain, name.object(), DigestCheck.NO_SIGNATURE),
            name.end());
      }
      case Checked.Bad bad ->
          take(
              standing,
              new Result.InvalidDigest(chain, name.object(), bad.fault(), bad.detail()),
              name.end());
      case Checked.Absent _ ->
          take(
              standing,
              new Result.MissingDigest(
                  chain, name.object(), digest.namedBy().orElse(name.object())),
              name.end());
      case Checked.Unproven unproven ->
          take(standing, new Result.Unproven(chain, name.object(), unproven.reason()), name.end());
    }
    askForEarlier(standing, chain);
    if (!standing.findings().isEmpty()) {
      recheckLater();
    }
  }

  private synchronized void recheckLater() {
    Instant at = clock.instant().plus(limits.recheck());
    recheckAt = at.isBefore(recheckAt) ? at : recheckAt;
  }

  private Checked bySuccessor(DigestName name, Digest digest) throws InterruptedException {
    Digest.Previous said = signatures.get(name.object().belowRoot());
    return said == null
        ? new Checked.Unsigned(digest)
        : digestCheck.verify(name.chain(), digest, said.signature());
  }

  /** A digest before this one that has not come is asked for; history is left to verify. */
  private void previous(DigestName name, Digest.Previous previous) {
    signatures.put(previous.place().belowRoot(), previous);
    ObjectName place =
        name.bucket().isEmpty()
            ? new ObjectName("", previous.place().belowRoot())
            : previous.place();
    DigestName.parse(place.bucket(), place.key())
        .ifPresent(
            before ->
                links.put(
                    before.object().belowRoot(),
                    new Waiting(before, clock.instant(), Optional.of(name.object()))));
  }

  /** Links that lead to before all that was seen wait until something older is seen. */
  private void askForEarlier(TrailStanding standing, Chain chain) {
    List<Waiting> asked =
        links.values().stream()
            .filter(link -> link.name().chain().isSameTrail(chain))
            .filter(link -> link.name().end().isAfter(standing.since()))
            .toList();
    for (Waiting link : asked) {
      links.remove(link.name().object().belowRoot());
      askFor(standing, link);
    }
  }

  private synchronized void askFor(TrailStanding standing, Waiting link) {
    if (!standing.covers(link.name().usualStart(), link.name().end())
        && !elsewhere.covers(link.name())
        && !proofs.containsKey(link.place())
        && !again.containsKey(link.place())) {
      await(link);
    }
  }

  /** Whether what could not be had is nothing that is left to be read. */
  private boolean callRoll(Proof proof, DigestName name, Digest digest)
      throws InterruptedException {
    Roll roll =
        rollCall.call(
            name,
            digest,
            new RollCall.Answers() {
              @Override
              public void judged(Result result) {
                take(proof.standing(), result, name.end());
              }

              @Override
              public Fate unread(ObjectName log, boolean told) throws InterruptedException {
                return handOn(proof, log, told);
              }
            });
    listener.called(roll);
    return !limits.heals() || roll.of(Fate.UNPROVEN) == 0;
  }

  private Fate handOn(Proof proof, ObjectName log, boolean told) throws InterruptedException {
    proof.begun();
    Fate fate = listener.unread(proof.valid().chain(), log, told, proof::ended);
    if (!fate.entersByDigest()) {
      proof.ended(true);
    } else if (fate == Fate.HEALED) {
      synchronized (this) {
        proof.standing().healed();
      }
    }
    return fate;
  }

  /** A crash before this leaves the time open, and the next digest asks for this one again. */
  private synchronized void conclude(Proof proof) {
    Waiting digest = proof.digest();
    proofs.remove(digest.place());
    if (proof.whole()) {
      proof.standing().take(proof.valid(), digest.name().end());
    } else if (again.size() < limits.waiting()) {
      proof.standing().lacks(NOT_ALL_READ);
      again.put(digest.place(), digest);
      recheckLater();
    } else {
      listener.leftOut(digest.name());
    }
  }

  private void take(TrailStanding standing, Result result, Instant at) {
    synchronized (this) {
      standing.take(result, at);
    }
    listener.found(result);
  }

  /** Ends; what was not judged is judged when the next digest of its trail names it. */
  @Override
  public void close() {
    Thread thread;
    synchronized (this) {
      thread = working;
    }
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(Duration.ofMillis(500));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
