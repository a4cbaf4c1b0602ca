package io.isotrail.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.app.simulate.Simulation;
import io.isotrail.app.simulate.SimulationOptions;
import io.isotrail.ingest.read.Fault;
import io.isotrail.ingest.read.RawRecord;
import io.isotrail.ingest.read.ReadResult;
import io.isotrail.ingest.read.RecordSink;
import io.isotrail.ingest.read.StreamingRecordReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Logs of the simulator, 5 to 40 MB each before compression, held in memory.
 *
 * @param files all of them
 * @param fewHits some of them, with three of four records of SageMaker made another service's
 * @param withoutHits the same with every record of SageMaker made another service's
 */
record Corpus(List<LogFile> files, List<LogFile> fewHits, List<LogFile> withoutHits) {

  private static final long LEAST_BYTES = 5_000_000;
  private static final long MOST_BYTES = 40_000_000;
  private static final long ENOUGH_BYTES = 250_000_000;
  private static final int CHANGED_FILES = 6;
  private static final Pattern SOURCE =
      Pattern.compile("\"eventSource\":\"sagemaker.amazonaws.com\"");

  /**
   * A log.
   *
   * @param wanted records of SageMaker in it, as a full parse finds them
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  record LogFile(Path path, byte[] gzip, long inflatedBytes, long records, long wanted) {

    static LogFile of(Path path, byte[] gzip) throws IOException {
      ReadResult result =
          new StreamingRecordReader(ReaderBenchmark.SOURCES, ReaderBenchmark.LIMITS)
              .read(new ByteArrayInputStream(gzip), "a.json.gz", new Nothing());
      if (result.fault().isPresent()) {
        throw new IllegalStateException(path + ": " + result.fault().get().message());
      }
      return new LogFile(path, gzip, result.inflatedBytes(), result.records(), result.wanted());
    }
  }

  /** Counts are all that is wanted. */
  private static final class Nothing implements RecordSink {
    @Override
    public void record(RawRecord record) {}

    @Override
    public void unusable(Fault fault) {
      throw new IllegalStateException(fault.message());
    }
  }

  /** Reads it, and has it made first where it is not there. */
  static Corpus in(Path directory) throws IOException {
    Path logs = directory.resolve("logs");
    if (Files.notExists(logs.resolve("AWSLogs"))) {
      make(logs);
    }
    List<LogFile> files = new ArrayList<>();
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(logs)) {
      paths = walk.filter(it -> it.toString().endsWith(".json.gz")).sorted().toList();
    }
    long bytes = 0;
    for (Path path : paths) {
      if (bytes > ENOUGH_BYTES) {
        break;
      }
      LogFile file = LogFile.of(path, Files.readAllBytes(path));
      bytes += file.inflatedBytes();
      if (file.inflatedBytes() >= LEAST_BYTES && file.inflatedBytes() <= MOST_BYTES) {
        files.add(file);
      }
    }
    List<LogFile> few = new ArrayList<>();
    List<LogFile> without = new ArrayList<>();
    for (LogFile file : files.subList(0, Math.min(CHANGED_FILES, files.size()))) {
      few.add(LogFile.of(file.path(), withFewerHits(file.gzip(), 4)));
      without.add(LogFile.of(file.path(), withFewerHits(file.gzip(), Integer.MAX_VALUE)));
    }
    return new Corpus(List.copyOf(files), List.copyOf(few), List.copyOf(without));
  }

  private static void make(Path logs) throws IOException {
    System.err.println("the corpus is being made; it takes a minute");
    SimulationOptions options =
        new SimulationOptions(
            logs,
            4,
            1,
            42,
            Optional.of(Instant.parse("2026-05-04T00:00:00Z")),
            90_000,
            0.001,
            14_000);
    try (Simulation simulation = Simulation.of(options)) {
      simulation.writePast();
    }
  }

  /** Keeps one of so many. */
  private static byte[] withFewerHits(byte[] gzip, int oneOf) throws IOException {
    String text;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip), 64 * 1024)) {
      text = new String(in.readAllBytes(), UTF_8);
    }
    AtomicInteger found = new AtomicInteger();
    String changed =
        SOURCE
            .matcher(text)
            .replaceAll(
                hit ->
                    found.incrementAndGet() % oneOf == 0
                        ? hit.group()
                        : "\"eventSource\":\"servicecatalog.amazonaws.com\"");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(changed.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  /** The file whose size is nearest. */
  LogFile nearTo(long bytes) {
    return files.stream()
        .min(Comparator.comparingLong(it -> Math.abs(it.inflatedBytes() - bytes)))
        .orElseThrow();
  }

  long inflatedBytes() {
    return files.stream().mapToLong(LogFile::inflatedBytes).sum();
  }

  long storedBytes() {
    return files.stream().mapToLong(it -> it.gzip().length).sum();
  }

  long records() {
    return files.stream().mapToLong(LogFile::records).sum();
  }

  long wanted() {
    return files.stream().mapToLong(LogFile::wanted).sum();
  }
}
