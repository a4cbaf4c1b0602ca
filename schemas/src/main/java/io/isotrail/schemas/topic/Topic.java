package io.isotrail.schemas.topic;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A topic: its name, the type of its values (keys are UTF-8 strings) and the settings with which it
 * is created.
 *
 * @param name the topic's name
 * @param valueType generated Avro class of the value
 * @param partitioned true: as many partitions as facts, by locality; false: one partition
 * @param settings topic settings at creation, in Kafka's own names
 */
public record Topic<V extends SpecificRecord>(
    String name, Class<V> valueType, boolean partitioned, Map<String, String> settings) {

  public Topic {
    settings = Map.copyOf(settings);
  }

  /**
   * The request to create it.
   *
   * @param partitions number of partitions of the partitioned topics
   * @param replication replication factor
   */
  public NewTopic create(int partitions, short replication) {
    return new NewTopic(name, partitioned ? partitions : 1, replication).configs(settings);
  }
}
