package io.isotrail.app.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** S3 (s3proxy) and SQS (ElasticMQ) on loopback, speaking the real protocols. */
final class EmulatedAws implements AutoCloseable {

  static final String BUCKET = "trail-logs";

  private static final String IDENTITY = "local";
  private static final String CREDENTIAL = "not-a-secret";

  private final S3Proxy s3Proxy;
  private final SQSRestServer elasticMq;
  private final URI s3Endpoint;
  private final URI sqsEndpoint;
  private final S3Client s3;
  private final SqsClient sqs;

  private EmulatedAws(S3Proxy s3Proxy, SQSRestServer elasticMq) {
    this.s3Proxy = s3Proxy;
    this.elasticMq = elasticMq;
    this.s3Endpoint = URI.create("http://127.0.0.1:" + s3Proxy.getPort());
    this.sqsEndpoint =
        URI.create("http://127.0.0.1:" + elasticMq.waitUntilStarted().localAddress().getPort());
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, CREDENTIAL));
    this.s3 =
        S3Client.builder()
            .endpointOverride(s3Endpoint)
            .forcePathStyle(true)
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    this.sqs =
        SqsClient.builder()
            .endpointOverride(sqsEndpoint)
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  static EmulatedAws start() throws Exception {
    S3Proxy s3Proxy =
        S3Proxy.builder()
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, IDENTITY, CREDENTIAL)
            .blobStore(new TransientNio2BlobStore())
            .build();
    s3Proxy.start();
    EmulatedAws aws =
        new EmulatedAws(
            s3Proxy, SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start());
    aws.s3.createBucket(request -> request.bucket(BUCKET));
    return aws;
  }

  /** What the SDK's default chain finds these services by. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        IDENTITY,
        "AWS_SECRET_ACCESS_KEY",
        CREDENTIAL,
        "AWS_REGION",
        "eu-central-1",
        "AWS_ENDPOINT_URL_S3",
        s3Endpoint.toString(),
        "AWS_ENDPOINT_URL_SQS",
        sqsEndpoint.toString(),
        "ISOTRAIL_INGEST_AWS_PATH_STYLE",
        "true");
  }

  void put(String key, byte[] content) {
    // s3proxy ends a connection now and then just when the JDK's client takes it up again.
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () ->
                s3.putObject(
                        request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content))
                    .sdkHttpResponse()
                    .isSuccessful());
  }

  String createQueue() {
    String given = sqs.createQueue(request -> request.queueName("trail")).queueUrl();
    return sqsEndpoint + URI.create(given).getPath();
  }

  /**
   * Puts every file below a directory into the bucket, as S3 keys; a notification of each follows.
   */
  void deliver(Path root, String queueUrl) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String key = root.relativize(file).toString();
        s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromFile(file));
        sqs.sendMessage(
            request -> request.queueUrl(queueUrl).messageBody(notification(key, size(file))));
      }
    }
  }

  /** Messages that are in the queue, hidden ones included. */
  int messages(String queueUrl) {
    Map<String, String> attributes =
        sqs.getQueueAttributes(
                request -> request.queueUrl(queueUrl).attributeNamesWithStrings("All"))
            .attributesAsStrings();
    return Integer.parseInt(attributes.getOrDefault("ApproximateNumberOfMessages", "0"))
        + Integer.parseInt(attributes.getOrDefault("ApproximateNumberOfMessagesNotVisible", "0"));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String notification(String key, long size) {
    return """
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-central-1",
         "eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%s"},
         "object":{"key":"%s","size":%d}}}]}
        """
        .formatted(BUCKET, key, size);
  }

  @Override
  public void close() {
    s3.close();
    sqs.close();
    elasticMq.stopAndWait();
    try {
      s3Proxy.stop();
    } catch (Exception e) {
      throw new AssertionError("s3proxy does not end", e);
    }
  }
}
