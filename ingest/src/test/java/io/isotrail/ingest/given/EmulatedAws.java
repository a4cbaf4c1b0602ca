package io.isotrail.ingest.given;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** S3 (s3proxy) and SQS (ElasticMQ) on loopback, speaking the real protocols. */
public final class EmulatedAws implements AutoCloseable {

  public static final String BUCKET = "trail-logs";
  private static final String IDENTITY = "local";
  private static final String CREDENTIAL = "not-a-secret";

  private final S3Proxy s3Proxy;
  private final SQSRestServer elasticMq;
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
            .blobStore(new TransientNio2BlobStore())
            .build();
    s3Proxy.start();
    elasticMq = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();
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

  public String createQueue(String name) {
    return sqsEndpoint
        + URI.create(sqs.createQueue(request -> request.queueName(name)).queueUrl()).getPath();
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
    // s3proxy ends a connection now and then just when the JDK's client takes it up again.
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () ->
                s3.putObject(
                        request -> request.bucket(bucket).key(key).metadata(metadata),
                        RequestBody.fromBytes(content))
                    .sdkHttpResponse()
                    .isSuccessful());
  }

  public void send(String queueUrl, String body) {
    sqs.sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
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
    elasticMq.stopAndWait();
    try {
      s3Proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("s3proxy does not stop", e);
    }
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }
}
