package io.isotrail.streams.topology;

import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes the value of a conclusion as its topic wants it. */
final class ConclusionSerializer<V extends SpecificRecord> implements Serializer<Conclusion> {

  private final Topic<V> topic;
  private final Serializer<V> serializer;

  ConclusionSerializer(Topic<V> topic, Settings settings) {
    this.topic = topic;
    this.serializer = AvroSerdes.forValue(topic, settings).serializer();
  }

  @Override
  public byte @Nullable [] serialize(String name, Conclusion conclusion) {
    return conclusion.value() == null
        ? null
        : serializer.serialize(name, topic.valueType().cast(conclusion.value()));
  }

  @Override
  public void close() {
    serializer.close();
  }
}
