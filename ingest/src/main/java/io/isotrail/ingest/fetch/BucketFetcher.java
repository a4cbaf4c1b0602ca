package io.isotrail.ingest.fetch;

import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Opens objects of S3. The clients belong to the caller. */
public final class BucketFetcher implements ObjectFetcher {

  private final BucketClients clients;

  public BucketFetcher(BucketClients clients) {
    this.clients = clients;
  }

  @Override
  public Fetched fetch(ObjectId object) throws FetchException {
    try {
      ResponseInputStream<GetObjectResponse> response =
          clients
              .of(object.bucket())
              .getObject(request -> request.bucket(object.bucket()).key(object.key()));
      return fetched(response, object);
    } catch (SdkException | UncheckedIOException e) {
      throw translate(e, object).through(clients.role(object.bucket()));
    }
  }

  /**
   * The object of an answer.
   *
   * @throws FetchException when the answer does not say how long it is: S3 always does, so what
   *     came was cut, and a cut body could not be told from a short object
   */
  static Fetched fetched(ResponseInputStream<GetObjectResponse> answer, ObjectId object)
      throws FetchException {
    Long size = answer.response().contentLength();
    if (size == null) {
      answer.abort();
      throw new FetchException(
          FetchException.Kind.UNAVAILABLE,
          object.name() + ": the answer has no Content-Length; it was cut, or a proxy left it out");
    }
    return new Fetched(
        new AbortingBody(answer, size, object.name()), size, answer.response().metadata());
  }

  private FetchException translate(RuntimeException failure, ObjectId object) {
    FetchException translated = AwsErrors.translate(failure, object.name());
    return translated.kind() == FetchException.Kind.ACCESS_DENIED && isAbsent(object)
        ? new FetchException(
            FetchException.Kind.NOT_FOUND, object.name() + ": it does not exist", failure)
        : translated;
  }

  /** S3 denies what is not there to those who may list only a part of the bucket. */
  private boolean isAbsent(ObjectId object) {
    try {
      return clients
          .of(object.bucket())
          .listObjectsV2(request -> request.bucket(object.bucket()).prefix(object.key()).maxKeys(1))
          .contents()
          .stream()
          .noneMatch(found -> found.key().equals(object.key()));
    } catch (SdkException | UncheckedIOException e) {
      return false;
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
