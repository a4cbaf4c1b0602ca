package io.isotrail.ingest.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads with Jackson's streaming parser: no tree, and no text but the four fields it needs. */
public final class StreamingRecordReader implements RecordReader {

  /**
   * Past this nesting the parser gives the object up, far beyond the limit of a record, which
   * merely skips the record.
   */
  private static final int HARD_DEPTH = 10_000;

  private final JsonFactory factory;
  private final Set<String> eventSources;
  private final ReadLimits limits;

  /**
   * @param eventSources the services whose records are wanted, e.g. sagemaker.amazonaws.com
   */
  public StreamingRecordReader(Set<String> eventSources, ReadLimits limits) {
    this.eventSources = Set.copyOf(eventSources);
    this.limits = limits;
    this.factory = factory(limits);
  }

  /** A factory of parsers that outlast what comes from outside. */
  static JsonFactory factory(ReadLimits limits) {
    return JsonFactory.builder()
        // Names come from outside: they must neither fill the JVM's table nor fail the table.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(HARD_DEPTH)
                .maxStringLength(limits.recordBytes())
                .build())
        .build();
  }

  @Override
  public ReadResult read(InputStream body, String name, RecordSink sink) throws IOException {
    Counts counts = new Counts();
    try (InflatedStream inflated = new InflatedStream(body, name, limits, sink)) {
      try {
        @Nullable Fault fault = reading(counts, sink).read(inflated);
        return counts.result(inflated.inflatedBytes(), fault);
      } catch (ContentFault e) {
        return counts.result(inflated.inflatedBytes(), e);
      }
    } catch (ContentFault e) {
      return counts.result(0, e);
    }
  }

  private FileReading reading(Counts counts, RecordSink sink) {
    return new FileReading(factory, new RecordFields(eventSources), limits, sink, counts);
  }
}
