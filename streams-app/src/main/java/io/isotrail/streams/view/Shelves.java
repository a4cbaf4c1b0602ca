package io.isotrail.streams.view;

import io.isotrail.avro.Compliance;
import io.isotrail.avro.Governance;
import io.isotrail.avro.Progress;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.Tally;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.codec.TallyCodec;
import io.isotrail.streams.kpi.GroupIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Everything that the view holds, and how a record changes it. Not thread-safe. */
final class Shelves implements AutoCloseable {

  private final RowStore store;

  /** Whoever reads rows does so while others are put. */
  private volatile ResourceShelf resources;

  private TallyShelf tallies;
  private RejectionShelf rejections = new RejectionShelf();
  private final GovernanceShelf governance = new GovernanceShelf();
  private final StatusShelf status = new StatusShelf();

  private final Deserializer<Compliance> compliance;
  private final Map<String, Reading<?>> readings;

  /** How the records of one topic are read and put in their place. */
  private record Reading<V extends SpecificRecord>(
      Deserializer<V> deserializer, Putting<V> putting, Removing removing) {

    Change change(String topic, String key, byte @Nullable [] bytes) {
      return bytes == null
          ? removing.prepare(key)
          : putting.prepare(key, deserializer.deserialize(topic, bytes), bytes);
    }
  }

  /** Does whatever can fail, and gives the change itself, which cannot. */
  private interface Putting<V> {
    Change prepare(String key, V value, byte[] bytes);
  }

  /** Likewise for a tombstone. */
  private interface Removing {
    Change prepare(String key);
  }

  /** A record that was read, ready to be put in its place. */
  interface Change {
    void apply();
  }

  /** The topics that are held. */
  static List<Topic<?>> topics() {
    return List.of(
        Topics.GOVERNANCE, Topics.COMPLIANCE, Topics.KPIS, Topics.REJECTIONS, Topics.STATUS);
  }

  /**
   * Empty; touches nothing before {@link #open}.
   *
   * @param store where rows are kept; closed with this
   */
  Shelves(Settings settings, RowStore store) {
    this.store = store;
    GroupIndex index = new GroupIndex();
    resources = new ResourceShelf(store, index);
    tallies = new TallyShelf(index);
    compliance = AvroSerdes.forValue(Topics.COMPLIANCE, settings).deserializer();
    readings =
        Map.of(
            Topics.COMPLIANCE.name(),
            new Reading<>(compliance, this::prepareRow, key -> () -> resources.remove(key)),
            Topics.KPIS.name(),
            new Reading<Tally>(
                AvroSerdes.forValue(Topics.KPIS, settings).deserializer(),
                (key, tally, bytes) -> () -> tallies.put(tally),
                this::removeTally),
            Topics.REJECTIONS.name(),
            new Reading<Rejection>(
                AvroSerdes.forValue(Topics.REJECTIONS, settings).deserializer(),
                (key, rejection, bytes) -> () -> rejections.put(key, rejection),
                key -> () -> rejections.remove(key)),
            Topics.GOVERNANCE.name(),
            new Reading<Governance>(
                AvroSerdes.forValue(Topics.GOVERNANCE, settings).deserializer(),
                (key, revision, bytes) -> () -> governance.put(key, revision),
                key -> () -> {}),
            Topics.STATUS.name(),
            new Reading<Progress>(
                AvroSerdes.forValue(Topics.STATUS, settings).deserializer(),
                (key, progress, bytes) -> () -> status.put(key, progress),
                key -> () -> status.remove(key)));
  }

  private Change prepareRow(String key, Compliance row, byte[] bytes) {
    ResourceShelf.Prepared prepared = ResourceShelf.prepare(key, row, bytes);
    return () -> resources.put(prepared);
  }

  private Change removeTally(String key) {
    TallyCodec.Place place = TallyCodec.place(key);
    return () -> tallies.remove(place);
  }

  /** Makes room on the disk; until then nothing can be put. */
  void open() {
    resources.open();
  }

  /**
   * Forgets everything that a record may have ended without a trace. Governance stays, since
   * nothing of it is ever ended so.
   */
  void forget() {
    store.close();
    GroupIndex index = new GroupIndex();
    resources = new ResourceShelf(store, index);
    tallies = new TallyShelf(index);
    rejections = new RejectionShelf();
    status.forget();
    store.open();
  }

  /**
   * Reads a record; nothing changes yet.
   *
   * @param bytes null is a tombstone
   */
  Change read(String topic, String key, byte @Nullable [] bytes) {
    Reading<?> reading = readings.get(topic);
    if (reading == null) {
      throw new IllegalArgumentException("the view does not hold " + topic);
    }
    return reading.change(topic, key, bytes);
  }

  /** The row as it came, with its evidence. */
  Optional<Compliance> row(String key) {
    return resources.row(key).map(bytes -> compliance.deserialize(Topics.COMPLIANCE.name(), bytes));
  }

  ResourceShelf resources() {
    return resources;
  }

  TallyShelf tallies() {
    return tallies;
  }

  RejectionShelf rejections() {
    return rejections;
  }

  GovernanceShelf governance() {
    return governance;
  }

  StatusShelf status() {
    return status;
  }

  @Override
  public void close() {
    readings.values().forEach(reading -> reading.deserializer().close());
    resources.close();
  }
}
