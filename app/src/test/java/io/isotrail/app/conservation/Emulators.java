package io.isotrail.app.conservation;

import io.isotrail.app.broker.EmbeddedBroker;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.TopicCreator;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
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

/** S3, SQS and Kafka on loopback, each by its own protocol; reached here without faults. */
final class Emulators implements AutoCloseable {

  static final String BUCKET = "trail-logs";
  static final String IDENTITY = "local";
  static final String CREDENTIAL = "not-a-secret";

  private final Path directory;
  private final S3Proxy s3Proxy;
  private final SQSRestServer elasticMq;
  private final int sqsPort;
  private final S3Client s3;
  private final SqsClient sqs;
  private EmbeddedBroker broker;

  Emulators(Path directory) throws Exception {
    this.directory = directory;
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
    sqsPort = elasticMq.waitUntilStarted().localAddress().getPort();
    s3 =
        S3Client.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + s3Proxy.getPort()))
            .forcePathStyle(true)
            .region(Region.EU_CENTRAL_1)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    sqs =
        SqsClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + sqsPort))
            .region(Region.EU_CENTRAL_1)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    s3.createBucket(request -> request.bucket(BUCKET));
    broker = EmbeddedBroker.start(directory, 0, message -> {});
    try (Admin admin = Admin.create(Clients.base(new Settings(kafka())))) {
      TopicCreator.ensure(admin, 4, (short) 1);
    }
  }

  int s3Port() {
    return s3Proxy.getPort();
  }

  int sqsPort() {
    return sqsPort;
  }

  /** The settings by which Kafka and the schemas are found. */
  Map<String, String> kafka() {
    return Map.of(
        "kafka.bootstrap.servers",
        broker.bootstrap(),
        "schema.registry.url",
        "file:" + directory.resolve("schemas.jsonl").toAbsolutePath());
  }

  /** Ends the broker and starts it again at the same address. */
  void restartBroker() {
    int port = broker.port();
    broker.close();
    broker = EmbeddedBroker.start(directory, port, message -> {});
  }

  void createQueue(String name) {
    sqs.createQueue(request -> request.queueName(name));
  }

  void put(String key, byte[] content) {
    retrying(
        () ->
            s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content))
                .sdkHttpResponse()
                .isSuccessful());
  }

  void send(String queue, String body) {
    retrying(
        () ->
            sqs.sendMessage(request -> request.queueUrl(url(queue)).messageBody(body))
                .sdkHttpResponse()
                .isSuccessful());
  }

  /** Messages that are in the queue, hidden ones included. */
  int messages(String queue) {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(
                request -> request.queueUrl(url(queue)).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(
            attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0"))
        + Integer.parseInt(
            attributes.getOrDefault(
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0"));
  }

  private String url(String queue) {
    return "http://127.0.0.1:" + sqsPort + "/000000000000/" + queue;
  }

  /** An emulator ends a connection now and then just when the JDK's client takes it up again. */
  private static void retrying(java.util.concurrent.Callable<Boolean> call) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(call);
  }

  @Override
  public void close() {
    s3.close();
    sqs.close();
    broker.close();
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
