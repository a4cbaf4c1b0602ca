package io.isotrail.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.settings.SettingsException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerTest {

  @TempDir Path data;

  @Test
  void keepsWhatWasAcknowledgedOverARestartOnOtherPorts() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      assertThat(broker.check()).isEmpty();
      write(broker.bootstrap(), "first");
    }

    try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      write(broker.bootstrap(), "second");

      assertThat(read(broker.bootstrap(), 2)).containsExactly("first", "second");
    }
  }

  @Test
  void namesTheTakenPortAndTheOptionThatMendsIt() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedBroker.start(data, other.getLocalPort()))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining(Integer.toString(other.getLocalPort()))
          .hasMessageContaining("--kafka-port");
    }
  }

  @Test
  void refusesADirectoryThatIsInUseAndHarmsNothing() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      assertThatThrownBy(() -> EmbeddedBroker.start(data, 0))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("in use")
          .hasMessageContaining("--data");

      write(broker.bootstrap(), "still here");
      assertThat(read(broker.bootstrap(), 1)).containsExactly("still here");
    }
  }

  @Test
  void refusesAPlaceThatIsNoDirectory() {
    assertThatThrownBy(() -> EmbeddedBroker.start(Path.of("/dev/null/data"), 0))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("/dev/null/data")
        .hasMessageContaining("--data");
  }

  @Test
  void saysWhyWhenKafkaWantsToEndTheProcess() {
    List<String> told = new ArrayList<>();
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, told::add)) {
      // What Kafka does when its last log directory has failed.
      assertThatThrownBy(() -> Exit.halt(1, "log dir")).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> Exit.exit(1, "again")).isInstanceOf(IllegalStateException.class);

      assertThat(told).singleElement().asString().contains(data.toString()).contains("log dir");
      assertThat(broker.check()).contains(told.getFirst());
    }
  }

  private static void write(String bootstrap, String value) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      Set<String> names = admin.listTopics().names().get();
      if (!names.contains("notes")) {
        admin.createTopics(List.of(new NewTopic("notes", 1, (short) 1))).all().get();
      }
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("notes", value)).get();
    }
  }

  private static List<String> read(String bootstrap, int count) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("notes", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<String> values = new ArrayList<>();
      for (int poll = 0; poll < 60 && values.size() < count; poll++) {
        consumer.poll(Duration.ofSeconds(1)).forEach(found -> values.add(found.value()));
      }
      return values;
    }
  }
}
