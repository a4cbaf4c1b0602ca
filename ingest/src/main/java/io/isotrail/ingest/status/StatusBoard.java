package io.isotrail.ingest.status;

import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.SourceStatus;
import io.isotrail.ingest.read.ReadResult.Span;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known about the source and each of its accounts and regions; told once a second where it
 * changed. What was told before a restart is read first, so that coverage never shrinks.
 */
public final class StatusBoard {

  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]{1,39}");
  private static final int MOST_FEEDS = 20_000;
  private static final long MOST_SECONDS_AHEAD = 3_600;

  private final String source;
  private final StatusLog log;
  private final Supplier<SourceStatus> sourceStatus;
  private final InstantSource clock;
  private final Map<String, FeedStatus> feeds = new HashMap<>();
  private final Map<String, SpecificRecord> others = new HashMap<>();
  private final Set<String> changed = new HashSet<>();

  /** So that an older word never follows a newer one. */
  private final ReentrantLock telling = new ReentrantLock();

  private @Nullable SourceStatus told;
  private Consumer<Progress> recalled = _ -> {};
  private boolean loaded;
  private boolean inTrouble;

  public StatusBoard(
      String source, StatusLog log, Supplier<SourceStatus> sourceStatus, InstantSource clock) {
    this.source = source;
    this.log = log;
    this.sourceStatus = sourceStatus;
    this.clock = clock;
  }

  /**
   * An object with records of this account and region is settled.
   *
   * @param deliveredAt when the object was delivered, epoch seconds
   */
  public synchronized void saw(Span span, String account, long deliveredAt) {
    long latest = clock.instant().getEpochSecond() + MOST_SECONDS_AHEAD;
    if (!ACCOUNT.matcher(account).matches()
        || !REGION.matcher(span.region()).matches()
        || span.first() > latest) {
      return;
    }
    merge(
        FeedStatus.newBuilder()
            .setSource(source)
            .setAccount(account)
            .setRegion(span.region())
            .setFirstEventAt(span.first())
            // A record dated into the future says nothing about how fresh the feed is.
            .setLastEventAt(span.last() > latest ? Math.min(deliveredAt, latest) : span.last())
            .setLastObjectAt(Math.min(deliveredAt, latest))
            .build());
  }

  /** Something else is to be told under this key, where it changed. */
  public synchronized void say(String key, SpecificRecord body) {
    if (!body.equals(others.put(key, body))) {
      changed.add(key);
    }
  }

  /** Hears once what was told before a restart; to be set before the first telling. */
  public void recalling(Consumer<Progress> listener) {
    this.recalled = listener;
  }

  private void merge(FeedStatus seen) {
    String key = "feed/" + source + "/" + seen.getAccount() + "/" + seen.getRegion();
    FeedStatus before = feeds.get(key);
    if (before == null && feeds.size() >= MOST_FEEDS) {
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
      if (!loaded) {
        recall(log.load());
      }
      Map<String, Progress> progress = collect();
      if (!progress.isEmpty()) {
        log.write(progress);
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

  private synchronized void recall(Map<String, Progress> before) {
    before.forEach(
        (_, progress) -> {
          if (progress.getBody() instanceof FeedStatus feed && feed.getSource().equals(source)) {
            merge(feed);
          }
          recalled.accept(progress);
        });
    loaded = true;
  }

  private synchronized Map<String, Progress> collect() {
    long now = clock.instant().getEpochSecond();
    Map<String, Progress> progress = new TreeMap<>();
    for (String key : changed) {
      FeedStatus feed = feeds.get(key);
      progress.put(key, new Progress(now, feed == null ? others.get(key) : feed));
    }
    changed.clear();
    SourceStatus current = sourceStatus.get();
    if (!current.equals(told)) {
      progress.put("source/" + source, new Progress(now, current));
      told = current;
    }
    return progress;
  }

  /** Nobody knows what of it arrived, so all of it is told again. */
  private synchronized void forget() {
    changed.addAll(feeds.keySet());
    changed.addAll(others.keySet());
    told = null;
  }
}
