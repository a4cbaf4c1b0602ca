package io.isotrail.ingest.feed;

import io.isotrail.ingest.fetch.AwsErrors;
import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.schemas.settings.SettingsException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A complete listing of a folder in a bucket, page by page, in the order of the keys. */
public final class BucketFeed implements Feed {

  private static final Logger LOG = LoggerFactory.getLogger(BucketFeed.class);

  /** So many folders are looked into for an AWSLogs of their own. */
  private static final int MOST_PROBES = 100;

  private final S3Client s3;
  private final Source.Bucket source;
  private final DeliveryDays days;
  private final SettledObjects settled;
  private final Backoff backoff;
  private volatile Optional<String> trouble = Optional.empty();

  public BucketFeed(
      S3Client s3,
      Source.Bucket source,
      DeliveryDays days,
      SettledObjects settled,
      Backoff backoff) {
    this.s3 = s3;
    this.source = source;
    this.days = days;
    this.settled = settled;
    this.backoff = backoff;
  }

  @Override
  public void requireSource() {
    try {
      holds(source.prefix());
    } catch (SdkException | UncheckedIOException e) {
      FetchException failure = AwsErrors.translate(e, "s3:" + source.bucket());
      throw new SettingsException("isotrail.ingest.source: " + failure.explanation(), failure);
    }
  }

  @Override
  public void run(Intake intake) throws InterruptedException {
    Listing listing = new Listing(settled, intake);
    intake.searching();
    @Nullable Boolean trailOnly = null;
    String after = "";
    int attempt = 1;
    while (true) {
      ListObjectsV2Response page;
      try {
        trailOnly = trailOnly == null ? holdsTrail() : trailOnly;
        page = s3.listObjectsV2(request(after));
      } catch (SdkException | UncheckedIOException e) {
        FetchException failure = AwsErrors.translate(e, "s3://" + source.bucket());
        trouble = Optional.of(failure.explanation());
        if (!failure.kind().mayPass() || attempt >= backoff.attempts()) {
          intake.unlisted(failure.explanation());
          break;
        }
        LOG.warn("listing failed, trying again: {}", failure.explanation());
        Thread.sleep(backoff.before(++attempt));
        continue;
      }
      attempt = 1;
      trouble = Optional.empty();
      for (S3Object object : page.contents()) {
        give(object, trailOnly, listing);
        after = object.key();
      }
      if (!Boolean.TRUE.equals(page.isTruncated()) || page.contents().isEmpty()) {
        break;
      }
    }
    intake.searched();
  }

  private ListObjectsV2Request request(String after) {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(source.bucket()).prefix(source.prefix());
    // By key, not by token: a listing can go on wherever it was left.
    return after.isEmpty() ? request.build() : request.startAfter(after).build();
  }

  private void give(S3Object object, boolean trailOnly, Listing listing)
      throws InterruptedException {
    ObjectId id =
        new ObjectId(
            source.bucket(),
            object.key(),
            object.size() == null ? -1 : object.size(),
            object.eTag() == null ? "" : object.eTag());
    Optional<Notice.Reason> leftOut = TrailPath.leftOut(object.key(), trailOnly, days);
    if (leftOut.isPresent()) {
      listing.leaveOut(id.name(), leftOut.get());
    } else {
      listing.give(id, () -> {});
    }
  }

  /** PREFIX/AWSLogs, or PREFIX/FOLDER/AWSLogs. */
  private boolean holdsTrail() {
    if (("/" + source.prefix()).contains("/AWSLogs/") || holds(source.prefix() + "AWSLogs/")) {
      return true;
    }
    return s3
        .listObjectsV2(
            request -> request.bucket(source.bucket()).prefix(source.prefix()).delimiter("/"))
        .commonPrefixes()
        .stream()
        .map(CommonPrefix::prefix)
        .limit(MOST_PROBES)
        .anyMatch(folder -> holds(folder + "AWSLogs/"));
  }

  private boolean holds(String prefix) {
    return !s3.listObjectsV2(request -> request.bucket(source.bucket()).prefix(prefix).maxKeys(1))
        .contents()
        .isEmpty();
  }

  @Override
  public boolean live() {
    return false;
  }

  @Override
  public Optional<String> check() {
    return trouble;
  }

  @Override
  public void close() {}
}
