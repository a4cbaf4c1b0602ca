package io.isotrail.ingest.fetch;

import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Opens objects of S3. The client belongs to the caller. */
public final class BucketFetcher implements ObjectFetcher {

  private final S3Client s3;

  public BucketFetcher(S3Client s3) {
    this.s3 = s3;
  }

  @Override
  public Fetched fetch(ObjectId object) throws FetchException {
    try {
      ResponseInputStream<GetObjectResponse> response =
          s3.getObject(request -> request.bucket(object.bucket()).key(object.key()));
      long size = response.response().contentLength();
      return new Fetched(
          new AbortingBody(response, size, object.name()), size, response.response().metadata());
    } catch (SdkException | UncheckedIOException e) {
      throw AwsErrors.translate(e, object.name());
    }
  }

  /** S3 tells only when asked for something, which the feed that lists or receives does. */
  @Override
  public Optional<String> check() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
