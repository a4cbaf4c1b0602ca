package io.isotrail.emulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorSystem;
import org.awaitility.Awaitility;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** S3 (s3proxy) and SQS (ElasticMQ) on loopback, speaking the real protocols. */
public final class EmulatedAws implements AutoCloseable {

  public static final String BUCKET = "trail-logs";
  public static final String IDENTITY = "local";
  public static final String CREDENTIAL = "not-a-secret";

  private final S3Proxy s3Proxy;
  private final ActorSystem actors;
  private final URI s3Endpoint;
  private final URI sqsEndpoint;
  private final S3Client s3;
  private final SqsClient sqs;

  public EmulatedAws() throws Exception {
    // The SDK's default chain looks here first.
    System.setProperty("aws.accessKeyId", IDENTITY);
    System.setProperty("aws.secretAccessKey", CREDENTIAL);
    s3Proxy =
        S3Proxy.builder()
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, IDENTITY, CREDENTIAL)
            // It knows no session tokens, which every assumed role sends.
            .ignoreUnknownHeaders(true)
            .blobStore(new TransientNio2BlobStore())
            .build();
    s3Proxy.start();
    actors = ActorSystem.create("elasticmq");
    SQSRestServer elasticMq =
        SQSRestServerBuilder.withActorSystem(actors)
            .withInterface("127.0.0.1")
            .withPort(0)
            .start();
    s3Endpoint = URI.create("http://127.0.0.1:" + s3Proxy.getPort());
    sqsEndpoint =
        URI.create("http://127.0.0.1:" + elasticMq.waitUntilStarted().localAddress().getPort());
    s3 =
        S3Client.builder()
            .endpointOverride(s3Endpoint)
            .forcePathStyle(true)
            .region(Region.EU_CENTRAL_1)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    sqs =
        SqsClient.builder()
            .endpointOverride(sqsEndpoint)
            .region(Region.EU_CENTRAL_1)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    s3.createBucket(request -> request.bucket(BUCKET));
  }

  /** The settings by which this is found. */
  public Map<String, String> settings() {
    return Map.of(
        "isotrail.ingest.aws.endpoint",
        s3Endpoint.toString(),
        "isotrail.ingest.aws.region",
        "eu-central-1",
        "isotrail.ingest.aws.path-style",
        "true");
  }

  /** What the SDK's default chain of another process finds these services by. */
  public Map<String, String> environment() {
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

  public int s3Port() {
    return s3Endpoint.getPort();
  }

  public int sqsPort() {
    return sqsEndpoint.getPort();
  }

  /** Puts every file below a directory into the bucket, as S3 keys; a message tells of each. */
  public void deliver(Path root, String queueUrl) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String key = root.relativize(file).toString();
        put(key, Files.readAllBytes(file));
        send(queueUrl, notification(key, Files.size(file)));
      }
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

  public String createQueue(String name) {
    return sqsEndpoint
        + URI.create(sqs.createQueue(request -> request.queueName(name)).queueUrl()).getPath();
  }

  /** A queue that moves a message away by itself after so many deliveries. */
  public String createQueue(String name, int mostReceives) {
    String target = name + "-moved";
    sqs.createQueue(request -> request.queueName(target));
    String url = createQueue(name);
    sqs.setQueueAttributes(
        request ->
            request
                .queueUrl(url)
                .attributes(
                    Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-central-1:000000000000:"
                            + target
                            + "\",\"maxReceiveCount\":"
                            + mostReceives
                            + "}")));
    return url;
  }

  public void put(String key, byte[] content) {
    put(key, content, Map.of());
  }

  public void remove(String key) {
    s3.deleteObject(request -> request.bucket(BUCKET).key(key));
  }

  public void createBucket(String bucket) {
    s3.createBucket(request -> request.bucket(bucket));
  }

  public void put(String key, byte[] content, Map<String, String> metadata) {
    put(BUCKET, key, content, metadata);
  }

  public void put(String bucket, String key, byte[] content) {
    put(bucket, key, content, Map.of());
  }

  private void put(String bucket, String key, byte[] content, Map<String, String> metadata) {
    retrying(
        () ->
            s3.putObject(
                    request -> request.bucket(bucket).key(key).metadata(metadata),
                    RequestBody.fromBytes(content))
                .sdkHttpResponse()
                .isSuccessful());
  }

  /** An emulator ends a connection now and then just when the JDK's client takes it up again. */
  private static void retrying(Callable<Boolean> call) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsMatching(
            failure ->
                failure instanceof UncheckedIOException || failure instanceof SdkClientException)
        .until(call);
  }

  public void send(String queueUrl, String body) {
    retrying(
        () ->
            sqs.sendMessage(request -> request.queueUrl(queueUrl).messageBody(body))
                .sdkHttpResponse()
                .isSuccessful());
  }

  /** Messages that are in the queue, hidden ones included. */
  public int messages(String queueUrl) {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(
                request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
        + number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
  }

  private static int number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    return Integer.parseInt(attributes.getOrDefault(name, "0"));
  }

  @Override
  public void close() {
    s3.close();
    sqs.close();
    // Its own way to stop waits up to a minute for connections whose clients are gone, and fails.
    actors.terminate();
    try {
      actors.getWhenTerminated().toCompletableFuture().get(1, TimeUnit.MINUTES);
      s3Proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("an emulated service does not stop", e);
    }
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }
}
