package io.isotrail.ingest.feed;

import io.isotrail.ingest.fetch.AwsErrors;
import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.ingest.fetch.BucketClients;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.ObjectId;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What is in a bucket, asked for page by page (ListObjectsV2) and asked for again where that may
 * help. Safe for use by several threads at once. The clients belong to the caller.
 */
public final class BucketListing {

  private static final Logger LOG = LoggerFactory.getLogger(BucketListing.class);

  private final BucketClients clients;
  private final Source.Bucket source;
  private final Backoff backoff;
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * A page of objects in the order of their keys.
   *
   * @param more whether the listing goes on after the last of them
   */
  public record Page(List<ObjectId> objects, boolean more) {
    public Page {
      objects = List.copyOf(objects);
    }
  }

  public BucketListing(BucketClients clients, Source.Bucket source, Backoff backoff) {
    this.clients = clients;
    this.source = source;
    this.backoff = backoff;
  }

  /** The bucket and folder that this is about. */
  public Source.Bucket source() {
    return source;
  }

  /**
   * Requires that the bucket may be listed; asks once.
   *
   * @throws FetchException naming the bucket, the role if there is one, and the mend
   */
  public void requireListable() throws FetchException {
    try {
      s3().listObjectsV2(request(source.prefix()).maxKeys(1).build());
    } catch (SdkException | UncheckedIOException e) {
      throw translated(e);
    }
  }

  /** Whether anything lies below a prefix. */
  public boolean holds(String prefix) throws FetchException, InterruptedException {
    return !retrying(() -> s3().listObjectsV2(request(prefix).maxKeys(1).build()))
        .contents()
        .isEmpty();
  }

  /**
   * The folders directly below a prefix.
   *
   * @param prefix empty, or ends with a slash
   * @return their whole prefixes, each ending with a slash, in the order of the keys
   * @throws FetchException when it cannot be had after all attempts
   */
  public List<String> folders(String prefix) throws FetchException, InterruptedException {
    List<String> folders = new ArrayList<>();
    @Nullable String token = null;
    do {
      ListObjectsV2Request request =
          request(prefix).delimiter("/").continuationToken(token).build();
      ListObjectsV2Response page = retrying(() -> s3().listObjectsV2(request));
      page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(folders::add);
      token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (token != null);
    return folders;
  }

  /**
   * A page of the objects below a prefix, however deep.
   *
   * @param after the last key of the page before, by which a listing can go on wherever it was
   *     left; empty for the first page
   * @throws FetchException when it cannot be had after all attempts
   */
  public Page objects(String prefix, String after) throws FetchException, InterruptedException {
    ListObjectsV2Request.Builder request = request(prefix);
    if (!after.isEmpty()) {
      request.startAfter(after);
    }
    ListObjectsV2Response page = retrying(() -> s3().listObjectsV2(request.build()));
    List<ObjectId> objects = page.contents().stream().map(this::object).toList();
    return new Page(objects, Boolean.TRUE.equals(page.isTruncated()) && !objects.isEmpty());
  }

  private ObjectId object(S3Object object) {
    return new ObjectId(
        source.bucket(),
        object.key(),
        object.size() == null ? -1 : object.size(),
        object.eTag() == null ? "" : object.eTag());
  }

  private ListObjectsV2Request.Builder request(String prefix) {
    return ListObjectsV2Request.builder().bucket(source.bucket()).prefix(prefix);
  }

  private S3Client s3() {
    return clients.of(source.bucket());
  }

  private <T> T retrying(Supplier<T> call) throws FetchException, InterruptedException {
    for (int attempt = 1; ; ) {
      try {
        T answer = call.get();
        trouble = Optional.empty();
        return answer;
      } catch (SdkException | UncheckedIOException e) {
        FetchException failure = translated(e);
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException();
        }
        trouble = Optional.of(failure.explanation());
        if (!failure.kind().mayPass() || attempt >= backoff.attempts()) {
          throw failure;
        }
        LOG.warn("listing failed, trying again: {}", failure.explanation());
        Thread.sleep(backoff.before(++attempt));
      }
    }
  }

  private FetchException translated(RuntimeException failure) {
    return AwsErrors.translate(failure, "s3://" + source.bucket() + "/" + source.prefix())
        .through(clients.role(source.bucket()));
  }

  /** What does not work right now; empty when everything does. */
  public Optional<String> check() {
    return trouble;
  }
}
