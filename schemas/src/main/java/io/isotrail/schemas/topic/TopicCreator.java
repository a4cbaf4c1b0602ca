package io.isotrail.schemas.topic;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that every topic is there before anybody speaks. */
public final class TopicCreator {

  private static final Logger LOG = LoggerFactory.getLogger(TopicCreator.class);

  private TopicCreator() {}

  /**
   * Creates the topics that are missing and leaves the others as they are. Where facts exist
   * already, their number of partitions wins over the one asked for, because the partition of a
   * locality depends on it. Safe to call from several processes at once.
   *
   * <p>Bounded by the client's {@code default.api.timeout.ms}.
   *
   * @param partitions partitions of the topics that are partitioned by locality
   * @param replication replication factor; -1 leaves it to the broker's default
   * @return the number of partitions in force
   * @throws TopicException when Kafka is away or refuses, or when the partitioned topics that exist
   *     differ in their number of partitions
   */
  public static int ensure(Admin admin, int partitions, short replication) {
    Map<String, Integer> existing = partitionsOfExisting(admin);
    int inForce = existing.getOrDefault(Topics.FACTS.name(), partitions);
    if (inForce != partitions) {
      LOG.atWarn()
          .addKeyValue("topic", Topics.FACTS.name())
          .addKeyValue("partitions", inForce)
          .addKeyValue("configured", partitions)
          .log("the topic exists with another number of partitions, which stays in force");
    }
    List<NewTopic> missing =
        Topics.all().stream()
            .filter(topic -> !existing.containsKey(topic.name()))
            .map(topic -> topic.create(inForce, replication))
            .toList();
    create(admin, missing);
    // Asked again, because another process may have created them meanwhile, and otherwise.
    requireEqual(missing.isEmpty() ? existing : partitionsOfExisting(admin), inForce);
    return inForce;
  }

  private static void requireEqual(Map<String, Integer> existing, int inForce) {
    for (Topic<?> topic : Topics.all()) {
      Integer count = existing.get(topic.name());
      if (topic.partitioned() && count != null && count != inForce) {
        throw new TopicException(
            topic.name()
                + " has "
                + count
                + " partitions, and "
                + Topics.FACTS.name()
                + " has "
                + inForce
                + ", but each task needs its own share of both. Stop Isotrail, delete "
                + topic.name()
                + " and start again: it is then created with "
                + inForce
                + " partitions and filled anew"
                + (topic.equals(Topics.GOVERNANCE)
                    ? " from the policy and exceptions files; export exceptions made by the API"
                        + " first"
                    : " from the facts, if the streams service is reset too"));
      }
    }
  }

  private static Map<String, Integer> partitionsOfExisting(Admin admin) {
    Map<String, KafkaFuture<TopicDescription>> asked =
        admin.describeTopics(Topics.all().stream().map(Topic::name).toList()).topicNameValues();
    Map<String, Integer> found = new TreeMap<>();
    asked.forEach(
        (name, answer) -> {
          try {
            found.put(name, answer.get().partitions().size());
          } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
              throw refused("cannot describe topic " + name, e);
            }
          } catch (InterruptedException e) {
            throw new InterruptException(e);
          }
        });
    return found;
  }

  private static void create(Admin admin, List<NewTopic> missing) {
    admin
        .createTopics(missing)
        .values()
        .forEach(
            (name, answer) -> {
              try {
                answer.get();
                LOG.atInfo().addKeyValue("topic", name).log("topic created");
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                  throw refused("cannot create topic " + name, e);
                }
              } catch (InterruptedException e) {
                throw new InterruptException(e);
              }
            });
  }

  private static TopicException refused(String what, ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new TopicException(
        what
            + ": "
            + cause.getMessage()
            + " (is Kafka up at kafka.bootstrap.servers, are kafka.security.* right, and may this"
            + " principal describe and create topics?)",
        cause);
  }
}
