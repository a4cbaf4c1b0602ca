package io.isotrail.ingest.archive;

import io.isotrail.ingest.feed.Source;
import io.isotrail.ingest.fetch.AwsErrors;
import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.ingest.fetch.BucketClients;
import io.isotrail.ingest.fetch.BucketFetcher;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.Fetched;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.integrity.Archive;
import io.isotrail.ingest.integrity.DigestName;
import io.isotrail.ingest.integrity.ObjectName;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Digests and logs in S3, as CloudTrail delivered them. The client belongs to the caller. */
public final class BucketArchive implements Archive {

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd/");
  private static final String DIGESTS = "CloudTrail-Digest/";
  private static final String ROOT = "AWSLogs/";

  /** Folders above AWSLogs that are looked into. */
  private static final int MOST_DEPTH = 4;

  private final BucketClients clients;
  private final BucketFetcher fetcher;
  private final Source.Bucket source;
  private final Backoff backoff;

  public BucketArchive(BucketClients clients, Source.Bucket source, Backoff backoff) {
    this.clients = clients;
    this.fetcher = new BucketFetcher(clients);
    this.source = source;
    this.backoff = backoff;
  }

  @Override
  public List<ObjectName> folders() throws FetchException, InterruptedException {
    List<ObjectName> found = new ArrayList<>();
    String prefix = source.prefix();
    int digests = ("/" + prefix).indexOf("/" + DIGESTS);
    if (digests >= 0) {
      String rest = prefix.substring(digests + DIGESTS.length());
      if (rest.isEmpty()) {
        regions(prefix, found);
      } else {
        found.add(
            new ObjectName(
                source.bucket(),
                prefix.substring(0, digests + DIGESTS.length() + rest.indexOf('/') + 1)));
      }
    } else {
      search(prefix, MOST_DEPTH, found);
    }
    return found;
  }

  private void search(String prefix, int depth, List<ObjectName> found)
      throws FetchException, InterruptedException {
    boolean below = ("/" + prefix).contains("/" + ROOT);
    for (String folder : children(prefix)) {
      String name = folder.substring(prefix.length());
      if (name.equals(DIGESTS)) {
        regions(folder, found);
      } else if (below ? name.matches("o-[a-z0-9]+/|\\d{12}/") : depth > 0) {
        search(folder, depth - 1, found);
      }
    }
  }

  private void regions(String prefix, List<ObjectName> found)
      throws FetchException, InterruptedException {
    for (String folder : children(prefix)) {
      found.add(new ObjectName(source.bucket(), folder));
    }
  }

  private List<String> children(String prefix) throws FetchException, InterruptedException {
    List<String> children = new ArrayList<>();
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(source.bucket())
            .prefix(prefix)
            .delimiter("/")
            .build();
    while (true) {
      ListObjectsV2Response page = list(request);
      page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(children::add);
      if (!Boolean.TRUE.equals(page.isTruncated()) || page.nextContinuationToken() == null) {
        return children;
      }
      request = request.toBuilder().continuationToken(page.nextContinuationToken()).build();
    }
  }

  @Override
  public List<DigestName> digests(ObjectName folder, LocalDate from, LocalDate to)
      throws FetchException, InterruptedException {
    List<DigestName> names = new ArrayList<>();
    // Keys sort by day, so that only the days that are wanted are listed.
    String after = folder.key() + DAY.format(from);
    String end = folder.key() + DAY.format(to.plusDays(1));
    while (true) {
      ListObjectsV2Response page =
          list(
              ListObjectsV2Request.builder()
                  .bucket(folder.bucket())
                  .prefix(folder.key())
                  .startAfter(after)
                  .build());
      for (S3Object object : page.contents()) {
        after = object.key();
        if (after.compareTo(end) >= 0) {
          return names;
        }
        DigestName.parse(folder.bucket(), after).ifPresent(names::add);
      }
      if (!Boolean.TRUE.equals(page.isTruncated()) || page.contents().isEmpty()) {
        return names;
      }
    }
  }

  private ListObjectsV2Response list(ListObjectsV2Request request)
      throws FetchException, InterruptedException {
    return Patience.with(
        backoff,
        () -> {
          try {
            return clients.of(request.bucket()).listObjectsV2(request);
          } catch (SdkException | UncheckedIOException e) {
            throw AwsErrors.translate(e, "s3://" + request.bucket());
          }
        });
  }

  @Override
  public Stored open(ObjectName object) throws FetchException, InterruptedException {
    return Patience.with(
        backoff,
        () -> {
          Fetched fetched = fetcher.fetch(new ObjectId(object.bucket(), object.key(), -1, ""));
          return new Stored(
              fetched.body(), Optional.ofNullable(fetched.metadata().get("signature")));
        });
  }

  @Override
  public boolean keepsSignatures() {
    return true;
  }
}
