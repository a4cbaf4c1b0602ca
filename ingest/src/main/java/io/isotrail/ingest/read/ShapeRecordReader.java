package io.isotrail.ingest.read;

import com.fasterxml.jackson.core.JsonFactory;
import io.isotrail.ingest.read.inflate.GzipMember;
import io.isotrail.ingest.read.inflate.Inflaters;
import io.isotrail.ingest.read.inflate.WholeInflater;
import io.isotrail.ingest.read.scan.Classifiers;
import io.isotrail.ingest.read.scan.RecordScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.ref.SoftReference;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads by the shape of the text and parses only the records that may be wanted. Its results are
 * those of {@link StreamingRecordReader}, with two differences. An object whose checksum is right,
 * whose strings are in order, and in which as many brackets close as open, is read to its end, even
 * when a record of an unwanted service is no valid JSON inside. And behind the first 256 KiB times
 * of unwanted records are taken from samples. See docs/decisions/0011.
 *
 * <p>An object that is small enough once inflated is inflated as a whole where there is a faster
 * inflater than the JDK's. All others pass through a window of {@value #WINDOW_BYTES} bytes, which
 * grows only for a record that does not fit.
 */
public final class ShapeRecordReader implements RecordReader {

  /** Fits the processor's second cache. */
  static final int WINDOW_BYTES = 256 * 1024;

  /** No log inflates by less: such an object is not worth a buffer of its own. */
  private static final int LEAST_RATIO = 2;

  private final Set<String> eventSources;
  private final ReadLimits limits;
  private final int wholeBytes;
  private final int windowBytes;
  private final Optional<Supplier<WholeInflater>> inflaters;
  private final Function<Set<String>, RecordScanner> scanners;
  private final JsonFactory factory;
  private final Queue<SoftReference<Workspace>> workspaces = new ConcurrentLinkedQueue<>();
  private final LongAdder inflatedAgain = new LongAdder();
  private final LongAdder parsedOn = new LongAdder();

  /**
   * With the fastest means of this machine.
   *
   * @param eventSources the services whose records are wanted, e.g. sagemaker.amazonaws.com
   * @param wholeBytes most inflated bytes of an object that is held whole; each reading that goes
   *     on at the same time takes as much
   */
  public ShapeRecordReader(Set<String> eventSources, ReadLimits limits, int wholeBytes) {
    this(eventSources, limits, wholeBytes, Inflaters.fast(), Classifiers::scanner);
    Classifiers.choose();
  }

  /** With given means; for tests and benchmarks. */
  public ShapeRecordReader(
      Set<String> eventSources,
      ReadLimits limits,
      int wholeBytes,
      Optional<Supplier<WholeInflater>> inflaters,
      Function<Set<String>, RecordScanner> scanners) {
    this(eventSources, limits, wholeBytes, WINDOW_BYTES, inflaters, scanners);
  }

  /** With a window of another size; for tests of what happens at its edges. */
  ShapeRecordReader(
      Set<String> eventSources,
      ReadLimits limits,
      int wholeBytes,
      int windowBytes,
      Optional<Supplier<WholeInflater>> inflaters,
      Function<Set<String>, RecordScanner> scanners) {
    this.windowBytes = windowBytes;
    this.eventSources = Set.copyOf(eventSources);
    this.limits = limits;
    this.wholeBytes = wholeBytes;
    this.inflaters = inflaters;
    this.scanners = scanners;
    this.factory = StreamingRecordReader.factory(limits);
  }

  /** Objects that the fast inflater refused and the JDK's was asked about. */
  public long inflatedAgain() {
    return inflatedAgain.sum();
  }

  /** Objects of which a part had to be parsed in full. */
  public long parsedOn() {
    return parsedOn.sum();
  }

  @Override
  public ReadResult read(InputStream body, String name, RecordSink sink) throws IOException {
    Workspace workspace = takeWorkspace();
    try {
      return read(body, name, sink, workspace);
    } finally {
      workspaces.add(new SoftReference<>(workspace));
    }
  }

  private Workspace takeWorkspace() {
    for (SoftReference<Workspace> held = workspaces.poll();
        held != null;
        held = workspaces.poll()) {
      Workspace workspace = held.get();
      if (workspace != null) {
        return workspace;
      }
    }
    return new Workspace(inflaters.map(Supplier::get).orElse(null));
  }

  private ReadResult read(InputStream body, String name, RecordSink sink, Workspace workspace)
      throws IOException {
    WholeInflater inflater = workspace.inflater;
    if (inflater == null) {
      return readStream(body, name, sink, workspace);
    }
    boolean all = workspace.store(body, Math.max(1, wholeBytes / LEAST_RATIO));
    InputStream stored = new ByteArrayInputStream(workspace.stored(), 0, workspace.storedBytes());
    int size = all ? inflatedSize(workspace.stored(), workspace.storedBytes()) : -1;
    if (size < 0) {
      return readStream(
          all ? stored : new SequenceInputStream(stored, body), name, sink, workspace);
    }
    byte[] inflated = workspace.inflated(size);
    int length = inflater.inflate(workspace.stored(), workspace.storedBytes(), inflated);
    if (length < 0 || length > limits.inflatedBytes()) {
      inflatedAgain.increment();
      return readStream(stored, name, sink, workspace);
    }
    sink.inflated(inflated, 0, length);
    Counts counts = new Counts();
    return counts.result(length, readShape(Window.whole(inflated, length), counts, sink));
  }

  /** Inflated bytes as the file's end says; -1 for one that is not to be held whole. */
  private int inflatedSize(byte[] stored, int length) {
    if (length <= GzipMember.TRAILER_BYTES
        || stored[0] != (byte) 0x1f
        || stored[1] != (byte) 0x8b) {
      return -1;
    }
    long size = Integer.toUnsignedLong(GzipMember.littleEndian(stored, length - Integer.BYTES));
    return size <= Math.min(wholeBytes, limits.inflatedBytes()) ? (int) size : -1;
  }

  private ReadResult readStream(InputStream body, String name, RecordSink sink, Workspace workspace)
      throws IOException {
    Counts counts = new Counts();
    try (InflatedStream inflated = new InflatedStream(body, name, limits, sink)) {
      Window window =
          Window.over(inflated, workspace.inflated(windowBytes), windowBytes, mostWindowBytes());
      @Nullable Fault fault;
      try {
        fault = readShape(window, counts, sink);
      } catch (ContentFault e) {
        return counts.result(inflated.inflatedBytes(), e);
      }
      return counts.result(inflated.inflatedBytes(), fault);
    } catch (ContentFault e) {
      return counts.result(0, e);
    }
  }

  /** The record before and the next one of the largest size; the parser skips larger ones. */
  private int mostWindowBytes() {
    return (int) Math.min(Integer.MAX_VALUE - 8, limits.recordBytes() + 2L * windowBytes);
  }

  private @Nullable Fault readShape(Window window, Counts counts, RecordSink sink)
      throws IOException {
    RecordFields fields = new RecordFields(eventSources);
    ShapeReading.@Nullable Remainder rest =
        new ShapeReading(
                window, scanners.apply(eventSources), factory, fields, limits, sink, counts)
            .read();
    if (rest == null) {
      return null;
    }
    parsedOn.increment();
    FileReading parsing = new FileReading(factory, fields, limits, sink, counts);
    InputStream text = window.rest(rest.from());
    return rest.between()
        ? parsing.resume(text, window.offset() + rest.from())
        : parsing.read(text);
  }
}
