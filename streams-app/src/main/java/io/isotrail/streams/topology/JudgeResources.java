package io.isotrail.streams.topology;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.StreamsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes the processors that judge, one for each task, and owns their stores. */
final class JudgeResources
    implements ProcessorSupplier<String, SpecificRecord, String, Conclusion> {

  private final Set<StoreBuilder<?>> stores;
  private final StreamsSettings streams;
  private final MeterRegistry metrics;

  JudgeResources(Settings settings, StreamsSettings streams, MeterRegistry metrics) {
    this.stores = Stored.builders(settings);
    this.streams = streams;
    this.metrics = metrics;
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return stores;
  }

  @Override
  public Processor<String, SpecificRecord, String, Conclusion> get() {
    return new ResourceJudge(streams, metrics);
  }
}
