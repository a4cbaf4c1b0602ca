package io.isotrail.app.broker;

import java.nio.file.Path;
import java.util.Properties;

/** How the embedded Kafka is set: one node, little memory, quick to start and to notice. */
final class BrokerSettings {

  static final String CONTROLLER = "CONTROLLER";

  private BrokerSettings() {}

  static Properties properties(int node, int port, int controllerPort, Path logDirectory) {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(node));
    properties.put("controller.quorum.voters", node + "@127.0.0.1:" + controllerPort);
    properties.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    properties.put("controller.listener.names", CONTROLLER);
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    properties.put("log.dirs", logDirectory.toString());
    properties.put("auto.create.topics.enable", "false");
    oneNode(properties);
    littleMemory(properties);
    quick(properties);
    return properties;
  }

  private static void oneNode(Properties properties) {
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "3");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "3");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    properties.put("default.replication.factor", "1");
    properties.put("min.insync.replicas", "1");
  }

  private static void littleMemory(Properties properties) {
    properties.put("log.cleaner.dedupe.buffer.size", "2097152");
    properties.put("log.cleaner.threads", "1");
    // 2 MiB are enough for the offset index of a segment of 1 GiB at one entry per 4 KiB.
    properties.put("log.index.size.max.bytes", "2097152");
    properties.put("log.segment.bytes", "134217728");
    properties.put("metadata.log.segment.bytes", "16777216");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    properties.put("background.threads", "2");
    properties.put("num.recovery.threads.per.data.dir", "2");
    properties.put("group.coordinator.threads", "1");
    properties.put("share.coordinator.threads", "1");
  }

  private static void quick(Properties properties) {
    // A heartbeat fails that waits for half of this; on a busy machine 100 ms is too little.
    properties.put("broker.heartbeat.interval.ms", "250");
    properties.put("controller.quorum.election.timeout.ms", "300");
    properties.put("controller.quorum.fetch.timeout.ms", "1000");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("group.min.session.timeout.ms", "1000");
    properties.put("group.streams.initial.rebalance.delay.ms", "0");
    // The protocol streams keeps the session at the broker; 45 s is long for one that was killed.
    properties.put("group.streams.min.session.timeout.ms", "1000");
    properties.put("group.streams.session.timeout.ms", "10000");
    properties.put("group.streams.min.heartbeat.interval.ms", "100");
    properties.put("group.streams.heartbeat.interval.ms", "200");
  }
}
