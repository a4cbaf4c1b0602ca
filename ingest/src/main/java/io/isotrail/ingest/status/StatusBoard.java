package io.isotrail.ingest.status;

import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.SourceStatus;
import io.isotrail.ingest.read.ReadResult.Span;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known about the source and each of its accounts and regions; told once a second where it
 * changed. What was told before a restart is read first, so that coverage never shrinks.
 *
 * <p>Instances that share a source tell under keys of their own and overwrite nothing of each
 * other. Each of them says at least every half minute that it is there, since what an instance has
 * not ended counts only while it lives. Keys of instances that are long gone are ended by the next
 * one that starts, after it has taken over what they knew.
 */
public final class StatusBoard {

  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]{1,39}");
  private static final long MOST_SECONDS_AHEAD = 3_600;

  private final String source;
  private final String teller;
  private final boolean shared;
  private final Bounds bounds;
  private final StatusLog log;
  private final Supplier<SourceStatus> sourceStatus;
  private final InstantSource clock;
  private final Map<String, FeedStatus> feeds = new HashMap<>();
  private final Map<String, IntegrityStatus> trails = new HashMap<>();
  private final Set<String> changed = new HashSet<>();

  /** So that an older word never follows a newer one. */
  private final ReentrantLock telling = new ReentrantLock();

  private @Nullable SourceStatus told;
  private @Nullable Successor successor;
  private long toldAt;
  private final Set<String> gone = new HashSet<>();

  /** Keys of trails that were taken over, by when they were written. */
  private final Map<String, Long> takenOver = new HashMap<>();

  private boolean loaded;
  private long lookAt;
  private boolean inTrouble;
  private boolean full;

  /**
   * Bounds of what is told, and when to heed other instances that share the source.
   *
   * @param feeds accounts and regions of which something is told
   * @param alive an instance that shares a source says at least so often that it is there
   * @param look pause between two looks at what they tell
   * @param takeOver silence after which an instance has ended
   * @param gone silence after which an instance does not come back under its name
   */
  public record Bounds(
      int feeds, Duration alive, Duration look, Duration takeOver, Duration gone) {}

  /**
   * @param instance name of this instance where several share the source; empty where every
   *     instance would do all the work
   */
  public StatusBoard(
      String source,
      String instance,
      Bounds bounds,
      StatusLog log,
      Supplier<SourceStatus> sourceStatus,
      InstantSource clock) {
    this.source = source;
    this.shared = !instance.isEmpty();
    this.teller = shared ? source + "#" + instance : source;
    this.bounds = bounds;
    this.log = log;
    this.sourceStatus = sourceStatus;
    this.clock = clock;
  }

  /**
   * An object with records of this account and region was read and acknowledged.
   *
   * @param deliveredAt when the object was delivered, epoch seconds
   */
  public synchronized void saw(Span span, String account, long deliveredAt) {
    saw(span, account, deliveredAt, true);
  }

  /**
   * A record that came in a message was acknowledged. It says nothing about log files: theirs is
   * awaited from the first such record on, and is none the fresher for the next.
   */
  public synchronized void sawCarried(Span span, String account) {
    saw(span, account, clock.instant().getEpochSecond(), false);
  }

  private void saw(Span span, String account, long deliveredAt, boolean byObject) {
    long latest = clock.instant().getEpochSecond() + MOST_SECONDS_AHEAD;
    if (!ACCOUNT.matcher(account).matches()
        || !REGION.matcher(span.region()).matches()
        || span.first() > latest) {
      return;
    }
    FeedStatus before = feeds.get(key(account, span.region()));
    merge(
        FeedStatus.newBuilder()
            .setSource(source)
            .setAccount(account)
            .setRegion(span.region())
            .setFirstEventAt(span.first())
            // A record dated into the future says nothing about how fresh the feed is.
            .setLastEventAt(span.last() > latest ? Math.min(deliveredAt, latest) : span.last())
            .setLastObjectAt(
                byObject || before == null
                    ? Math.min(deliveredAt, latest)
                    : before.getLastObjectAt())
            .build());
  }

  /** How a trail stands is to be told, where it changed. */
  public synchronized void say(IntegrityStatus trail) {
    String key =
        "integrity/%s/%s/%s/%s"
            .formatted(teller, trail.getAccount(), trail.getRegion(), trail.getTrail());
    if (!trail.equals(trails.put(key, trail))) {
      changed.add(key);
    }
  }

  /** Goes on with what was told of trails; to be set before the first telling. */
  public void succeededBy(Successor taking) {
    this.successor = taking;
  }

  private String key(String account, String region) {
    return "feed/" + teller + "/" + account + "/" + region;
  }

  private void merge(FeedStatus seen) {
    String key = key(seen.getAccount(), seen.getRegion());
    FeedStatus before = feeds.get(key);
    if (before == null && feeds.size() >= bounds.feeds()) {
      if (!full) {
        LOG.warn("of more than {} accounts and regions no freshness is told", bounds.feeds());
      }
      full = true;
      return;
    }
    FeedStatus merged =
        before == null
            ? seen
            : FeedStatus.newBuilder(before)
                .setFirstEventAt(Math.min(before.getFirstEventAt(), seen.getFirstEventAt()))
                .setLastEventAt(Math.max(before.getLastEventAt(), seen.getLastEventAt()))
                .setLastObjectAt(Math.max(before.getLastObjectAt(), seen.getLastObjectAt()))
                .build();
    if (!merged.equals(before)) {
      feeds.put(key, merged);
      changed.add(key);
    }
  }

  /** Tells what changed since the last time; what cannot be told now is told next time. */
  public void tell() throws InterruptedException {
    telling.lockInterruptibly();
    try {
      tellLocked();
    } finally {
      telling.unlock();
    }
  }

  private void tellLocked() throws InterruptedException {
    try {
      // What is taken over now is told in the next round, and ends where it was only after that.
      Set<String> ending = takeGone();
      if (!loaded) {
        recall(log.load());
      } else if (isTimeToLook()) {
        look(log.load());
      }
      Map<String, Progress> progress = collect();
      if (!progress.isEmpty()) {
        log.write(progress);
      }
      if (!ending.isEmpty()) {
        log.forget(ending);
        forgotten(ending);
      }
      inTrouble = false;
    } catch (RuntimeException e) {
      if (!inTrouble) {
        LOG.warn("progress cannot be told on the status topic now: {}", e.getMessage());
      }
      inTrouble = true;
      forget();
    }
  }

  /** A look that fails is not tried again at once: what is to be told goes first. */
  private synchronized boolean isTimeToLook() {
    long now = clock.instant().getEpochSecond();
    if (!shared || now < lookAt) {
      return false;
    }
    lookAt = now + bounds.look().toSeconds();
    return true;
  }

  private synchronized Set<String> takeGone() {
    return Set.copyOf(gone);
  }

  private synchronized void forgotten(Set<String> keys) {
    gone.removeAll(keys);
  }

  private synchronized void recall(Map<String, Progress> before) {
    before.forEach(
        (_, progress) -> {
          if (progress.getBody() instanceof FeedStatus feed && feed.getSource().equals(source)) {
            merge(feed);
          }
        });
    Tellers tellers = new Tellers(source, before);
    if (successor != null) {
      before.forEach(
          (key, progress) -> {
            if (progress.getBody() instanceof IntegrityStatus trail
                && tellers.teller(key, progress).filter(teller::equals).isPresent()) {
              successor.takeOver(trail);
            }
          });
    }
    if (shared) {
      Set<String> living =
          tellers.heardAfter(clock.instant().getEpochSecond() - bounds.gone().toSeconds());
      living.add(teller);
      gone.addAll(tellers.keysOfOthers(living));
      look(before);
      lookAt = clock.instant().getEpochSecond() + bounds.look().toSeconds();
    }
    loaded = true;
  }

  /** Heeds the other instances; of those that have ended the first by name takes over. */
  private synchronized void look(Map<String, Progress> all) {
    long now = clock.instant().getEpochSecond();
    Successor taking = successor;
    if (taking == null) {
      return;
    }
    Tellers tellers = new Tellers(source, all);
    Set<String> living = tellers.heardAfter(now - bounds.takeOver().toSeconds());
    living.remove(teller);
    boolean first = living.stream().allMatch(other -> teller.compareTo(other) < 0);
    List<IntegrityStatus> others = new ArrayList<>();
    all.forEach(
        (key, progress) -> {
          Optional<String> who = tellers.teller(key, progress);
          if (!(progress.getBody() instanceof IntegrityStatus trail)
              || who.isEmpty()
              || who.get().equals(teller)) {
            return;
          }
          if (living.contains(who.get()) || !first) {
            others.add(trail);
          } else if (!Objects.equals(
              takenOver.put(key, progress.getWrittenAt()), progress.getWrittenAt())) {
            taking.takeOver(trail);
            gone.add(key);
          }
        });
    taking.others(others, living.size());
  }

  private synchronized Map<String, Progress> collect() {
    long now = clock.instant().getEpochSecond();
    Map<String, Progress> progress = new TreeMap<>();
    for (String key : changed) {
      FeedStatus feed = feeds.get(key);
      progress.put(key, new Progress(now, feed == null ? trails.get(key) : feed));
    }
    changed.clear();
    SourceStatus current = sourceStatus.get();
    if (!current.equals(told) || (shared && now >= toldAt + bounds.alive().toSeconds())) {
      progress.put("source/" + teller, new Progress(now, current));
      told = current;
      toldAt = now;
    }
    return progress;
  }

  /** Nobody knows what of it arrived, so all of it is told again. */
  private synchronized void forget() {
    changed.addAll(feeds.keySet());
    changed.addAll(trails.keySet());
    told = null;
  }
}
