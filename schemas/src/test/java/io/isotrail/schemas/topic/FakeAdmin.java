package io.isotrail.schemas.topic;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;

/** A cluster that knows topics and their partitions, and can be told to fail. */
final class FakeAdmin {

  /** Topics and their number of partitions. */
  final Map<String, Integer> topics = new TreeMap<>();

  /** What was asked to be created. */
  final Map<String, NewTopic> created = new TreeMap<>();

  /** Runs before each creation: what another process does meanwhile. */
  Runnable meanwhile = () -> {};

  @Nullable RuntimeException describeFailure;
  @Nullable RuntimeException createFailure;

  Admin admin() {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "describeTopics" -> describe(names(arguments[0]));
                  case "createTopics" -> create((Collection<?>) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static List<String> names(Object argument) {
    return ((Collection<?>) argument).stream().map(String.class::cast).toList();
  }

  private DescribeTopicsResult describe(List<String> names) {
    Map<String, KafkaFuture<TopicDescription>> answers = new HashMap<>();
    for (String name : names) {
      if (describeFailure != null) {
        answers.put(name, failed(describeFailure));
      } else if (topics.containsKey(name)) {
        List<TopicPartitionInfo> partitions =
            IntStream.range(0, topics.get(name))
                .mapToObj(i -> new TopicPartitionInfo(i, Node.noNode(), List.of(), List.of()))
                .toList();
        answers.put(
            name, KafkaFuture.completedFuture(new TopicDescription(name, false, partitions)));
      } else {
        answers.put(name, failed(new UnknownTopicOrPartitionException(name)));
      }
    }
    return new DescribeTopicsResult(null, answers) {};
  }

  private CreateTopicsResult create(Collection<?> asked) {
    meanwhile.run();
    Map<String, KafkaFuture<CreateTopicsResult.TopicMetadataAndConfig>> answers = new HashMap<>();
    for (Object each : asked) {
      NewTopic topic = (NewTopic) each;
      if (createFailure != null) {
        answers.put(topic.name(), failed(createFailure));
      } else if (topics.putIfAbsent(topic.name(), topic.numPartitions()) != null) {
        answers.put(topic.name(), failed(new TopicExistsException(topic.name())));
      } else {
        created.put(topic.name(), topic);
        answers.put(topic.name(), KafkaFuture.completedFuture(null));
      }
    }
    return new CreateTopicsResult(answers) {};
  }

  private static <T> KafkaFuture<T> failed(RuntimeException failure) {
    KafkaFutureImpl<T> future = new KafkaFutureImpl<>();
    future.completeExceptionally(failure);
    return future;
  }
}
