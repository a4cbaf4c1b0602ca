package io.isotrail.bench;

import io.isotrail.ingest.read.ReadLimits;
import io.isotrail.ingest.read.RecordReader;
import io.isotrail.ingest.read.ShapeRecordReader;
import io.isotrail.ingest.read.StreamingRecordReader;
import io.isotrail.ingest.read.inflate.Inflaters;
import io.isotrail.ingest.read.inflate.WholeInflater;
import io.isotrail.ingest.read.scan.Classifiers;
import io.isotrail.ingest.read.scan.RecordScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the reader, from gzip bytes in memory to SageMaker's records with eight fields of each,
 * against bare inflating and against what others would use.
 *
 * <p>Arguments: a directory for the corpus (made when absent, 60 MB), the number of rounds, and a
 * pattern of names when only some candidates are to run, and nothing else. All candidates run in
 * turn, in another order each round; what counts is the median of the processor time of the reading
 * thread.
 */
public final class ReaderBenchmark {

  static final Set<String> SOURCES = Set.of("sagemaker.amazonaws.com");
  static final ReadLimits LIMITS = new ReadLimits(1L << 30, 200, 1 << 20, 100);
  static final int WHOLE_BYTES = 64 << 20;

  /** What all ratios are to. */
  private static final String FLOOR = "libdeflate, inflates only";

  /** Reads one file; returns the number of SageMaker's records in it. */
  @FunctionalInterface
  interface Candidate {
    long read(byte[] gzip, long inflatedBytes) throws IOException;
  }

  private ReaderBenchmark() {}

  /** Runs it and prints the tables. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2 && arguments[0].equals("cold")) {
      ColdReading.main(Path.of(arguments[1]));
      return;
    }
    if (arguments.length < 2 || arguments.length > 3) {
      System.err.println("arguments: CORPUS_DIRECTORY ROUNDS [CANDIDATES]");
      System.exit(2);
    }
    Corpus corpus = Corpus.in(Path.of(arguments[0]));
    int rounds = Integer.parseInt(arguments[1]);
    Classifiers.choose();
    Classifiers.awaitChoice();
    System.out.printf(
        Locale.ROOT,
        "%d files, %.0f MB of JSON, %.0f MB as gzip, %d SageMaker records in %d; %s%n",
        corpus.files().size(),
        corpus.inflatedBytes() / 1e6,
        corpus.storedBytes() / 1e6,
        corpus.wanted(),
        corpus.records(),
        Classifiers.inUse());
    Map<String, Candidate> candidates = candidates();
    Map<String, Candidate> fewer = fewer();
    if (arguments.length == 3) {
      candidates.keySet().removeIf(name -> !name.matches(arguments[2]));
      fewer.keySet().removeIf(name -> !name.matches(arguments[2]));
    }
    measure("with hits", corpus.files(), candidates, rounds);
    measure("with few hits", corpus.fewHits(), fewer, rounds);
    measure("without a hit", corpus.withoutHits(), fewer, rounds);
    if (arguments.length == 3) {
      return;
    }
    ReaderThreads.measure(corpus, rounds);
    ColdReading.measure(corpus);
    Peers.measure(corpus);
  }

  private static Map<String, Candidate> candidates() {
    Map<String, Candidate> all = fewer();
    all.put("GZIPInputStream + Jackson streaming", JacksonReaders::streaming);
    all.put("GZIPInputStream + Jackson tree", JacksonReaders::tree);
    all.put("AWS's CloudTrail Processing Library", JacksonReaders::processingLibrary);
    all.put("JDK + Jackson streaming (our fallback)", reading(fallback()));
    return all;
  }

  private static Map<String, Candidate> fewer() {
    Map<String, Candidate> all = new LinkedHashMap<>();
    BareLibdeflate.find().ifPresent(it -> all.put(FLOOR, bare(it)));
    Inflaters.fast()
        .ifPresent(it -> all.put("the reader's inflater, inflates only", bare(it.get())));
    all.put("GZIPInputStream, inflates only", ReaderBenchmark::bareJdk);
    all.put("libdeflate + best scanner", reading(best()));
    if (Classifiers.vectorScanner(SOURCES).isPresent()) {
      all.put(
          "JDK + vectors",
          reading(
              reader(
                  Optional.empty(), sources -> Classifiers.vectorScanner(sources).orElseThrow())));
    }
    all.put("JDK + words", reading(reader(Optional.empty(), Classifiers::wordScanner)));
    all.put("JDK + plain", reading(reader(Optional.empty(), Classifiers::plainScanner)));
    return all;
  }

  /** As the service reads. */
  static RecordReader best() {
    return new ShapeRecordReader(SOURCES, LIMITS, WHOLE_BYTES);
  }

  private static RecordReader fallback() {
    return new StreamingRecordReader(SOURCES, LIMITS);
  }

  private static RecordReader reader(
      Optional<Supplier<WholeInflater>> whole, Function<Set<String>, RecordScanner> scanner) {
    return new ShapeRecordReader(SOURCES, LIMITS, WHOLE_BYTES, whole, scanner);
  }

  static Candidate reading(RecordReader reader) {
    return (gzip, _) -> {
      JacksonReaders.Fields sink = new JacksonReaders.Fields();
      return reader.read(new ByteArrayInputStream(gzip), "a.json.gz", sink).wanted();
    };
  }

  private static Candidate bare(BareLibdeflate inflater) {
    byte[] target = new byte[WHOLE_BYTES];
    return (gzip, inflatedBytes) -> {
      if (inflater.inflate(gzip, target) != inflatedBytes) {
        throw new IOException("inflated to another length");
      }
      return -1;
    };
  }

  private static Candidate bare(WholeInflater inflater) {
    byte[] target = new byte[WHOLE_BYTES];
    return (gzip, inflatedBytes) -> {
      if (inflater.inflate(gzip, gzip.length, target) != inflatedBytes) {
        throw new IOException("inflated to another length");
      }
      return -1;
    };
  }

  private static long bareJdk(byte[] gzip, long inflatedBytes) throws IOException {
    byte[] buffer = new byte[256 * 1024];
    long bytes = 0;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip), 64 * 1024)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes += count;
      }
    }
    if (bytes != inflatedBytes) {
      throw new IOException("inflated to another length");
    }
    return -1;
  }

  private static void measure(
      String title, List<Corpus.LogFile> files, Map<String, Candidate> candidates, int rounds)
      throws IOException {
    if (files.isEmpty()) {
      System.out.println("no files " + title);
      return;
    }
    Map<String, double[]> perByte = new LinkedHashMap<>();
    candidates.keySet().forEach(name -> perByte.put(name, new double[rounds]));
    Random random = new Random(7);
    double bytes = files.stream().mapToLong(Corpus.LogFile::inflatedBytes).sum();
    // The first two rounds warm up.
    for (int round = -2; round < rounds; round++) {
      List<Map.Entry<String, Candidate>> order = new ArrayList<>(candidates.entrySet());
      Collections.shuffle(order, random);
      for (Map.Entry<String, Candidate> entry : order) {
        long start = Processors.threadNanos();
        for (Corpus.LogFile file : files) {
          long wanted = entry.getValue().read(file.gzip(), file.inflatedBytes());
          if (wanted >= 0 && wanted != file.wanted()) {
            throw new IllegalStateException(
                entry.getKey() + " found " + wanted + " records, not " + file.wanted());
          }
        }
        if (round >= 0) {
          times(perByte, entry.getKey())[round] = (Processors.threadNanos() - start) / bytes;
        }
      }
    }
    print(title, files.size(), perByte);
  }

  private static double[] times(Map<String, double[]> times, String name) {
    double[] found = times.get(name);
    if (found == null) {
      throw new IllegalStateException(name);
    }
    return found;
  }

  private static void print(String title, int files, Map<String, double[]> perByte) {
    @Nullable Double floor = perByte.containsKey(FLOOR) ? median(times(perByte, FLOOR)) : null;
    System.out.printf(Locale.ROOT, "%n%-42s %8s %8s%n", files + " files " + title, "MB/s", "ratio");
    perByte.forEach(
        (name, times) ->
            System.out.printf(
                Locale.ROOT,
                "%-42s %8.0f %8s%n",
                name,
                1e3 / median(times),
                floor == null
                    ? "-"
                    : String.format(Locale.ROOT, "%.2f", cut(floor / median(times)))));
  }

  /** To two places and never up. */
  static double cut(double ratio) {
    return Math.floor(ratio * 100) / 100;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
