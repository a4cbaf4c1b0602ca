package io.isotrail.ingest.feed;

import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.schemas.settings.SettingsException;
import java.util.Optional;

/** A complete listing of a folder in a bucket, page by page, in the order of the keys. */
public final class BucketFeed implements Feed {

  /** So many folders are looked into for an AWSLogs of their own. */
  private static final int MOST_PROBES = 100;

  private final BucketListing bucket;
  private final DeliveryDays days;
  private final SettledObjects settled;

  public BucketFeed(BucketListing bucket, DeliveryDays days, SettledObjects settled) {
    this.bucket = bucket;
    this.days = days;
    this.settled = settled;
  }

  @Override
  public void requireSource() {
    try {
      bucket.requireListable();
    } catch (FetchException e) {
      throw new SettingsException("isotrail.ingest.source: " + e.explanation(), e);
    }
  }

  @Override
  public void run(Intake intake) throws InterruptedException {
    Listing listing = new Listing(settled, intake);
    intake.searching();
    try {
      boolean trailOnly = holdsTrail();
      String after = "";
      boolean more = true;
      while (more) {
        BucketListing.Page page = bucket.objects(bucket.source().prefix(), after);
        for (ObjectId object : page.objects()) {
          give(object, trailOnly, listing);
          after = object.key();
        }
        more = page.more();
      }
    } catch (FetchException e) {
      intake.unlisted(e.explanation());
    }
    intake.searched();
  }

  private void give(ObjectId object, boolean trailOnly, Listing listing)
      throws InterruptedException {
    Optional<Notice.Reason> leftOut = TrailPath.leftOut(object.key(), trailOnly, days);
    if (leftOut.isPresent()) {
      listing.leaveOut(object.name(), leftOut.get());
    } else {
      listing.give(object, () -> {});
    }
  }

  /** PREFIX/AWSLogs, or PREFIX/FOLDER/AWSLogs. */
  private boolean holdsTrail() throws FetchException, InterruptedException {
    String prefix = bucket.source().prefix();
    if (("/" + prefix).contains("/AWSLogs/") || bucket.holds(prefix + "AWSLogs/")) {
      return true;
    }
    for (String folder : bucket.folders(prefix).stream().limit(MOST_PROBES).toList()) {
      if (bucket.holds(folder + "AWSLogs/")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean live() {
    return false;
  }

  @Override
  public Optional<String> check() {
    return bucket.check();
  }

  @Override
  public void close() {}
}
