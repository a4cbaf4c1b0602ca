package io.isotrail.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processor time of this process so far, in seconds, read from Linux's /proc at 10 ms a tick.
 *
 * @param process everything: threads of ours, RocksDB's, the garbage collector, the compilers
 * @param stream the stream threads and their producers and consumers
 * @param rocks RocksDB's own threads: flushes and compactions
 */
record Processors(double process, double stream, double rocks) {

  private static final double TICKS_PER_SECOND = 100;

  static Processors now() {
    double process =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime()
            / 1e9;
    double stream = 0;
    double rocks = 0;
    for (Path task : tasks()) {
      // The JVM hands the first 15 characters of a thread's name to the system, which is too little
      // to tell stream threads; those are named by their end through the thread bean below.
      String[] stat = read(task.resolve("stat"));
      if (stat[0].startsWith("rocksdb")) {
        rocks += Double.parseDouble(stat[1]) / TICKS_PER_SECOND;
      }
    }
    var threads = ManagementFactory.getThreadMXBean();
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().contains("StreamThread")) {
        stream += Math.max(0, threads.getThreadCpuTime(id)) / 1e9;
      }
    }
    return new Processors(process, stream, rocks);
  }

  /** Processor time of the current thread so far, in nanoseconds. */
  static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** What was used since an earlier reading. */
  Processors since(Processors earlier) {
    return new Processors(
        process - earlier.process, stream - earlier.stream, rocks - earlier.rocks);
  }

  private static List<Path> tasks() {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Name, and user and system ticks together. */
  private static String[] read(Path stat) {
    try {
      String line = Files.readString(stat);
      int end = line.lastIndexOf(')');
      String[] rest = line.substring(end + 2).split(" ", -1);
      return new String[] {
        line.substring(line.indexOf('(') + 1, end),
        Long.toString(Long.parseLong(rest[11]) + Long.parseLong(rest[12]))
      };
    } catch (IOException e) {
      // The thread has ended meanwhile.
      return new String[] {"", "0"};
    }
  }
}
