package io.isotrail.bench;

import io.isotrail.avro.Compliance;
import io.isotrail.avro.Evidence;
import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.Tally;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.codec.HistoryCodec;
import io.isotrail.streams.codec.TallyCodec;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Movements;
import io.isotrail.streams.kpi.Tallies;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;

/** The output topics of an organisation, made while they are read; one partition each. */
final class RecordedTopics implements AutoCloseable {

  private static final int BATCH = 2_000;
  private static final int TASKS = 12;

  private final Organisation organisation;
  private final Serializer<Compliance> rows;
  private final Serializer<Tally> sums;
  private final Serializer<Progress> progress;
  private final Map<Integer, Map<Tallies.Cell, Counts>> tallies = new HashMap<>();
  private final AtomicLong making = new AtomicLong();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Map<String, Long> offsets = new HashMap<>();
  private int made;
  private long tallyCount;
  private volatile boolean given;
  private Iterator<Runnable> rest = Stream.<Runnable>empty().iterator();

  RecordedTopics(Organisation organisation, Settings settings) {
    this.organisation = organisation;
    this.rows = AvroSerdes.forValue(Topics.COMPLIANCE, settings).serializer();
    this.sums = AvroSerdes.forValue(Topics.KPIS, settings).serializer();
    this.progress = AvroSerdes.forValue(Topics.STATUS, settings).serializer();
  }

  Consumer<byte[], byte[]> consumer() {
    for (Topic<?> topic :
        List.of(
            Topics.GOVERNANCE, Topics.COMPLIANCE, Topics.KPIS, Topics.REJECTIONS, Topics.STATUS)) {
      TopicPartition partition = new TopicPartition(topic.name(), 0);
      consumer.updatePartitions(
          topic.name(),
          List.of(
              new PartitionInfo(topic.name(), 0, Node.noNode(), new Node[0], new Node[0])));
      consumer.updateBeginningOffsets(Map.of(partition, 0L));
      consumer.updateEndOffsets(Map.of(partition, 0L));
    }
    consumer.schedulePollTask(this::give);
    return consumer;
  }

  /** Time spent on making records rather than on reading them. */
  long makingNanos() {
    return making.get();
  }

  long tallies() {
    return tallyCount;
  }

  boolean given() {
    return given && consumer.position(at(Topics.KPIS)) == offsets.getOrDefault(Topics.KPIS.name(), 0L);
  }

  /** Lets go of what was only needed for the making. */
  void forget() {
    tallies.clear();
    rest = Stream.<Runnable>empty().iterator();
  }

  private void give() {
    long began = System.nanoTime();
    if (made < organisation.models()) {
      for (int count = 0; count < BATCH && made < organisation.models(); count++) {
        row(made++);
      }
      if (made == organisation.models()) {
        rest = Stream.concat(feeds(), sums()).iterator();
      }
    } else {
      for (int count = 0; count < BATCH && rest.hasNext(); count++) {
        rest.next().run();
      }
    }
    making.addAndGet(System.nanoTime() - began);
    if (made < organisation.models() || rest.hasNext()) {
      consumer.schedulePollTask(this::give);
    } else {
      given = true;
    }
  }

  private void row(int number) {
    History history = organisation.history(number);
    int task = Math.floorMod(history.subject().account().hashCode(), TASKS);
    Tallies.of(Movements.of(history))
        .byCell()
        .forEach(
            (cell, counts) ->
                tallies
                    .computeIfAbsent(task, absent -> new HashMap<>())
                    .merge(cell, counts, Counts::plus));
    List<Evidence> facts =
        Stream.of("CREATED", "TAGGED", "DELETED")
            .map(
                type ->
                    Evidence.newBuilder()
                        .setAt(history.lastEventAt())
                        .setType(type)
                        .setOperation("CreateModel")
                        .setAccount(history.subject().account())
                        .setEventId("11111111-2222-3333-4444-" + number)
                        .setActor(history.generations().getFirst().createdBy())
                        .setDetail(Map.of("isolation", "NOT_ISOLATED"))
                        .setSources(List.of("s3://trail/AWSLogs/" + number + ".json.gz"))
                        .build())
            .toList();
    say(
        Topics.COMPLIANCE,
        history.subject().key(),
        rows.serialize(
            Topics.COMPLIANCE.name(), HistoryCodec.row(history, facts, organisation.end())));
  }

  private Stream<Runnable> sums() {
    return tallies.entrySet().stream()
        .flatMap(
            task ->
                task.getValue().entrySet().stream()
                    .map(
                        cell ->
                            () -> {
                              tallyCount++;
                              say(
                                  Topics.KPIS,
                                  TallyCodec.key(
                                      task.getKey(),
                                      cell.getKey().day(),
                                      cell.getKey().dimensions()),
                                  sums.serialize(
                                      Topics.KPIS.name(),
                                      TallyCodec.tally(
                                          task.getKey(),
                                          cell.getKey().day(),
                                          cell.getKey().dimensions(),
                                          cell.getValue())));
                            }));
  }

  private Stream<Runnable> feeds() {
    return Stream.iterate(0, number -> number < organisation.accounts(), number -> number + 1)
        .flatMap(
            number ->
                Organisation.regions().stream()
                    .map(region -> () -> feed(Organisation.account(number), region)));
  }

  private void feed(String account, String region) {
    say(
        Topics.STATUS,
        "feed/s3/" + account + "/" + region,
        progress.serialize(
            Topics.STATUS.name(),
            Progress.newBuilder()
                .setWrittenAt(organisation.end())
                .setBody(
                    FeedStatus.newBuilder()
                        .setSource("s3")
                        .setAccount(account)
                        .setRegion(region)
                        .setFirstEventAt(organisation.start())
                        .setLastEventAt(organisation.end())
                        .setLastObjectAt(organisation.end())
                        .build())
                .build()));
  }

  private void say(Topic<?> topic, String key, byte[] value) {
    long offset = offsets.merge(topic.name(), 1L, Long::sum) - 1;
    consumer.addRecord(
        new ConsumerRecord<>(
            topic.name(), 0, offset, key.getBytes(StandardCharsets.UTF_8), value));
  }

  private static TopicPartition at(Topic<?> topic) {
    return new TopicPartition(topic.name(), 0);
  }

  @Override
  public void close() {
    rows.close();
    sums.close();
    progress.close();
  }
}
