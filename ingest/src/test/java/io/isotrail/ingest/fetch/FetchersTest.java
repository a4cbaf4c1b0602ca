package io.isotrail.ingest.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.ingest.fetch.FetchException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** How objects are had, and what it means when they are not. */
class FetchersTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 131_071, 131_072, 131_073, 400_000})
  void whatIsReadAheadIsTheSame(int size) throws IOException {
    byte[] content = new byte[size];
    new java.util.Random(size).nextBytes(content);
    Path file = Files.write(directory.resolve("f"), content);

    try (FileFetcher fetcher = new FileFetcher();
        Fetched fetched = fetcher.fetch(ObjectId.ofFile(file.toString(), size, ""))) {
      assertThat(fetched.size()).isEqualTo(size);
      assertThat(new Prefetch(1 << 20).of(fetched).readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void aFileThatIsGoneIsGoneForGood() {
    ObjectId gone = ObjectId.ofFile(directory.resolve("gone").toString(), 1, "");

    assertThatThrownBy(() -> new FileFetcher().fetch(gone))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
              assertThat(e.kind().mayPass()).isFalse();
              assertThat(e.explanation()).contains("gone");
            });
  }

  @Test
  void aBodyThatEndsEarlyIsACutConnectionAndNoShortObject() {
    InputStream body = new WholeBody(new ByteArrayInputStream(new byte[10]), 11, "s3://b/k");

    assertThatThrownBy(body::readAllBytes)
        .isInstanceOfSatisfying(
            FetchException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageContaining("1 bytes early");
  }

  @Test
  void anAnswerThatDoesNotSayHowLongItIsWasCut() {
    AtomicBoolean aborted = new AtomicBoolean();
    ResponseInputStream<GetObjectResponse> answer =
        new ResponseInputStream<>(
            GetObjectResponse.builder().build(),
            AbortableInputStream.create(
                new ByteArrayInputStream(new byte[10]), () -> aborted.set(true)));

    assertThatThrownBy(() -> BucketFetcher.fetched(answer, ObjectId.ofFile("s3://b/k", 10, "")))
        .isInstanceOfSatisfying(
            FetchException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageContaining("Content-Length");
    assertThat(aborted).isTrue();
  }

  /** The SDK throws when a body is closed by a thread that is to end. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyIsClosedByAnInterruptedThread(boolean readToItsEnd) throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream connection =
        new ByteArrayInputStream(new byte[10]) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    ResponseInputStream<GetObjectResponse> answer =
        new ResponseInputStream<>(
            GetObjectResponse.builder().contentLength(10L).build(),
            AbortableInputStream.create(connection, () -> closed.set(true)));
    InputStream body = new AbortingBody(answer, 10, "s3://b/k");
    if (readToItsEnd) {
      assertThat(body.readAllBytes()).hasSize(10);
    }

    Thread.currentThread().interrupt();
    body.close();

    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(closed).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "NoSuchKey, 404, NOT_FOUND",
    "NoSuchBucket, 404, UNAVAILABLE",
    "NotFound, 404, UNAVAILABLE",
    "AWS.SimpleQueueService.NonExistentQueue, 400, NOT_FOUND",
    "AccessDenied, 403, ACCESS_DENIED",
    "InvalidObjectState, 403, ARCHIVED",
    "ExpiredToken, 400, NO_CREDENTIALS",
    "SlowDown, 503, THROTTLED",
    "Throttling, 400, THROTTLED",
    "InternalError, 500, UNAVAILABLE"
  })
  void everyAnswerOfAwsHasItsMeaning(String code, int status, Kind kind) {
    FetchException translated =
        AwsErrors.translate(
            (RuntimeException)
                S3Exception.builder()
                    .statusCode(status)
                    .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                    .build(),
            "s3://b/k");

    assertThat(translated.kind()).isEqualTo(kind);
    assertThat(translated.explanation()).startsWith("s3://b/k: ").contains(code);
  }

  @Test
  void missingCredentialsAreNamed() {
    FetchException translated =
        AwsErrors.translate(
            SdkClientException.create("Unable to load credentials from any of the providers"),
            "s3:b");

    assertThat(translated.kind()).isEqualTo(Kind.NO_CREDENTIALS);
    assertThat(translated.explanation()).contains("AWS_PROFILE");
  }
}
