package io.isotrail.app.conservation;

import io.isotrail.app.broker.EmbeddedBroker;
import io.isotrail.emulated.EmulatedAws;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.TopicCreator;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** S3, SQS and Kafka on loopback, each by its own protocol; reached here without faults. */
final class Emulators implements AutoCloseable {

  private final Path directory;
  private final EmulatedAws aws = new EmulatedAws();
  private EmbeddedBroker broker;

  Emulators(Path directory) throws Exception {
    this.directory = directory;
    broker = EmbeddedBroker.start(directory, 0, message -> {});
    try (Admin admin = Admin.create(Clients.base(new Settings(kafka())))) {
      TopicCreator.ensure(admin, 4, (short) 1);
    }
  }

  int s3Port() {
    return aws.s3Port();
  }

  int sqsPort() {
    return aws.sqsPort();
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
    aws.createQueue(name);
  }

  void put(String key, byte[] content) {
    aws.put(key, content);
  }

  void send(String queue, String body) {
    aws.send(url(queue), body);
  }

  /** Messages that are in the queue, hidden ones included. */
  int messages(String queue) {
    return aws.messages(url(queue));
  }

  private String url(String queue) {
    return "http://127.0.0.1:" + aws.sqsPort() + "/000000000000/" + queue;
  }

  @Override
  public void close() {
    broker.close();
    aws.close();
  }
}
