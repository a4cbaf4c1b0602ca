package io.isotrail.bench;

import io.isotrail.ingest.read.RecordReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Two threads with a file each against one, by the wall: only a machine at rest tells. */
final class ReaderThreads {

  /** So often are all files read, so that one thread's last file is a small part of the whole. */
  private static final int TIMES = 4;

  private ReaderThreads() {}

  static void measure(Corpus corpus, int rounds) throws InterruptedException {
    double[] gain = new double[rounds];
    RecordReader reader = ReaderBenchmark.best();
    for (int i = 0; i < rounds; i++) {
      gain[i] = wallNanos(corpus, reader, 1) / wallNanos(corpus, reader, 2);
    }
    System.out.printf(
        Locale.ROOT,
        "%ntwo threads over one, by the wall: %.2f%n",
        ReaderBenchmark.cut(ReaderBenchmark.median(gain)));
  }

  private static double wallNanos(Corpus corpus, RecordReader reader, int threads)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    long start = System.nanoTime();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  for (int file = next.getAndIncrement();
                      file < TIMES * corpus.files().size();
                      file = next.getAndIncrement()) {
                    read(corpus.files().get(file % corpus.files().size()), reader);
                  }
                }));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a file could not be read", e);
    }
    return System.nanoTime() - start;
  }

  private static void read(Corpus.LogFile file, RecordReader reader) {
    try {
      ReaderBenchmark.reading(reader).read(file.gzip(), file.inflatedBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
