package io.isotrail.ingest.backfill;

import io.isotrail.ingest.feed.BucketListing;
import io.isotrail.ingest.feed.DeliveryDays;
import io.isotrail.ingest.feed.Feed;
import io.isotrail.ingest.feed.Intake;
import io.isotrail.ingest.feed.Listing;
import io.isotrail.ingest.feed.Notice;
import io.isotrail.ingest.feed.SettledObjects;
import io.isotrail.ingest.feed.TrailPath;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.schemas.settings.SettingsException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the past of one or several buckets: first it finds every day of every account and region,
 * then it lists day after day, the newest first. A day whose objects are all settled, and to which
 * CloudTrail adds nothing any more, is remembered as a whole and not listed again.
 */
public final class BackfillFeed implements Feed {

  private static final Logger LOG = LoggerFactory.getLogger(BackfillFeed.class);

  /** CloudTrail still delivers into the folder of yesterday for a while. */
  private static final int DAYS_OPEN = 2;

  /** More are not told one by one. */
  private static final int MOST_LACKS = 20;

  private final List<BucketListing> buckets;
  private final Wanted wanted;
  private final SettledObjects settled;
  private final Pace pace;
  private final int mostGivenUp;
  private final int listings;
  private final InstantSource clock;
  private final ExecutorService listers;
  private final AtomicLong days = new AtomicLong();
  private final AtomicLong daysBefore = new AtomicLong();
  private final AtomicLong daysEnded = new AtomicLong();
  private final AtomicLong listed = new AtomicLong();
  private final AtomicLong givenUp = new AtomicLong();
  private final List<String> lacks = new CopyOnWriteArrayList<>();
  private volatile boolean looking = true;

  /**
   * How far the listing has come.
   *
   * @param looking whether days are still being looked for
   * @param days days found, each counted once for every account and region
   * @param daysBefore of them, those that an earlier run has finished
   * @param daysEnded of the others, those of which nothing is left to do
   * @param objects objects listed
   */
  public record Position(
      boolean looking, long days, long daysBefore, long daysEnded, long objects) {}

  /** A day, and the first page of its objects as soon as it is there. */
  private record Ahead(DayFolder day, Future<BucketListing.Page> page) {}

  /**
   * @param settled what earlier runs have settled
   * @param pace how fast objects are given
   * @param mostGivenUp so many objects that cannot be had end the run
   * @param listings listings that are asked for at once
   */
  public BackfillFeed(
      List<BucketListing> buckets,
      Wanted wanted,
      SettledObjects settled,
      Pace pace,
      int mostGivenUp,
      int listings,
      InstantSource clock) {
    this.buckets = List.copyOf(buckets);
    this.wanted = wanted;
    this.settled = settled;
    this.pace = pace;
    this.mostGivenUp = mostGivenUp;
    this.listings = listings;
    this.clock = clock;
    this.listers =
        Executors.newFixedThreadPool(listings, Thread.ofVirtual().name("listing-", 0).factory());
  }

  @Override
  public void requireSource() {
    for (BucketListing bucket : buckets) {
      try {
        TrailFolders.requireLayout(bucket.source());
        bucket.requireListable();
      } catch (TrailFolders.LayoutException e) {
        throw new SettingsException("--source: " + e.explanation(), e);
      } catch (FetchException e) {
        throw new SettingsException("--source: " + e.explanation(), e);
      }
    }
  }

  @Override
  public void run(Intake intake) throws InterruptedException {
    intake.searching();
    List<TrailFolder> folders = folders(intake);
    requireFound("account", wanted.accounts(), folders, TrailFolder::account, intake);
    requireFound("region", wanted.regions(), folders, TrailFolder::region, intake);
    List<DayFolder> found = days(folders, intake);
    looking = false;
    LOG.atInfo()
        .addKeyValue("folders", folders.size())
        .addKeyValue("days", days.get())
        .addKeyValue("finishedBefore", daysBefore.get())
        .log("the past is found");
    give(found, intake);
    intake.searched();
  }

  private List<TrailFolder> folders(Intake intake) throws InterruptedException {
    List<TrailFolder> folders = new ArrayList<>();
    for (BucketListing bucket : buckets) {
      try {
        folders.addAll(TrailFolders.of(bucket, wanted));
      } catch (TrailFolders.LayoutException e) {
        lack(intake, e.explanation());
      } catch (FetchException e) {
        lack(intake, e.explanation());
      }
    }
    return folders;
  }

  /** What was asked for by name and is nowhere is more likely a slip than a quiet account. */
  private void requireFound(
      String what,
      Set<String> asked,
      List<TrailFolder> folders,
      Function<TrailFolder, String> name,
      Intake intake) {
    Set<String> missing = new TreeSet<>(asked);
    missing.removeAll(folders.stream().map(name).collect(Collectors.toSet()));
    if (!missing.isEmpty()) {
      lack(intake, "no logs of " + what + " " + String.join(", ", missing) + " in any source");
    }
  }

  private List<DayFolder> days(List<TrailFolder> folders, Intake intake)
      throws InterruptedException {
    List<Future<List<LocalDate>>> asked = new ArrayList<>();
    for (TrailFolder folder : folders) {
      asked.add(listers.submit(() -> TrailFolders.days(folder, wanted)));
    }
    List<DayFolder> found = new ArrayList<>();
    for (int i = 0; i < folders.size(); i++) {
      TrailFolder folder = folders.get(i);
      try {
        for (LocalDate day : answer(asked.get(i))) {
          DayFolder dayFolder = new DayFolder(folder, day);
          days.incrementAndGet();
          if (settled.contains(dayFolder.mark())) {
            daysBefore.incrementAndGet();
          } else {
            found.add(dayFolder);
          }
        }
      } catch (FetchException e) {
        lack(intake, e.explanation());
      }
    }
    found.sort(Comparator.comparing(DayFolder::day).reversed().thenComparing(DayFolder::prefix));
    return found;
  }

  private void give(List<DayFolder> found, Intake intake) throws InterruptedException {
    Listing listing = new Listing(settled, intake);
    Deque<Ahead> ahead = new ArrayDeque<>();
    Iterator<DayFolder> next = found.iterator();
    while (next.hasNext() || !ahead.isEmpty()) {
      while (next.hasNext() && ahead.size() < listings) {
        DayFolder day = next.next();
        ahead.add(
            new Ahead(day, listers.submit(() -> day.folder().bucket().objects(day.prefix(), ""))));
      }
      Ahead first = ahead.remove();
      boolean had = true;
      try {
        give(first.day(), answer(first.page()), listing);
      } catch (FetchException e) {
        lack(intake, e.explanation());
        had = false;
      }
      ended(first.day(), had);
      if (givenUp.get() >= mostGivenUp) {
        lack(
            intake,
            "stopped, since "
                + givenUp.get()
                + " objects could not be had; mend the cause and run the same command again, which"
                + " goes on from here");
        return;
      }
    }
  }

  private void give(DayFolder day, BucketListing.Page first, Listing listing)
      throws FetchException, InterruptedException {
    BucketListing.Page page = first;
    while (true) {
      for (ObjectId object : page.objects()) {
        give(day, object, listing);
        if (givenUp.get() >= mostGivenUp) {
          day.lacks();
          return;
        }
      }
      if (!page.more()) {
        return;
      }
      String after = page.objects().getLast().key();
      page = day.folder().bucket().objects(day.prefix(), after);
    }
  }

  private void give(DayFolder day, ObjectId object, Listing listing) throws InterruptedException {
    listed.incrementAndGet();
    Optional<Notice.Reason> leftOut = TrailPath.leftOut(object.key(), true, DeliveryDays.ALL);
    if (leftOut.isPresent()) {
      listing.leaveOut(object.name(), leftOut.get());
      return;
    }
    if (settled.contains(object)) {
      listing.leaveOut(object.name(), Notice.Reason.SETTLED_BEFORE);
      return;
    }
    pace.await(object.size());
    day.opened();
    listing.give(
        object,
        () -> ended(day, true),
        () -> {
          givenUp.incrementAndGet();
          ended(day, false);
        });
  }

  private void ended(DayFolder day, boolean had) {
    if (day.ended(had)) {
      daysEnded.incrementAndGet();
      if (!day.lacking() && isFinal(day.day())) {
        settled.add(day.mark());
      }
    }
  }

  private boolean isFinal(LocalDate day) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return !day.isAfter(today.minusDays(DAYS_OPEN));
  }

  /** How far the listing has come, now. */
  public Position position() {
    return new Position(looking, days.get(), daysBefore.get(), daysEnded.get(), listed.get());
  }

  private void lack(Intake intake, String message) {
    if (lacks.size() < MOST_LACKS) {
      lacks.add(message);
    }
    intake.unlisted(message);
  }

  /** What could not be had, or was asked for and is not there; the first of it. */
  public List<String> lacks() {
    return List.copyOf(lacks);
  }

  private static <T> T answer(Future<T> asked) throws FetchException, InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FetchException failure) {
        throw failure;
      }
      throw new IllegalStateException("unexpected while listing", e);
    }
  }

  @Override
  public boolean live() {
    return false;
  }

  @Override
  public Optional<String> check() {
    return buckets.stream().flatMap(bucket -> bucket.check().stream()).findFirst();
  }

  @Override
  public void close() {
    listers.shutdownNow();
  }
}
