package io.isotrail.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the stream threads spend their processor time: samples of JFR's CPU-time profiler, which
 * sees native code too. A sample counts for the innermost part of the work in its stack.
 */
final class Profile implements AutoCloseable {

  private static final int MOST_FRAMES = 25;

  /** Part of the work -> beginnings of "class.method" that tell it. The first match decides. */
  private static final List<Map.Entry<String, List<String>>> PARTS =
      List.of(
          Map.entry("rocksdb", List.of("org.rocksdb.")),
          Map.entry("producer send", List.of("org.apache.kafka.clients.producer.")),
          Map.entry("consumer poll", List.of("org.apache.kafka.clients.consumer.")),
          Map.entry("avro encode", List.of("io.isotrail.schemas.serde.EncodingBuffers")),
          Map.entry("avro decode", List.of("io.isotrail.schemas.serde.AvroDeserializer.read")),
          Map.entry("compact codec", List.of("io.isotrail.streams.compact.")),
          Map.entry("avro <-> domain (codec)", List.of("io.isotrail.streams.codec.")),
          Map.entry("kpi (movements, tallies)", List.of("io.isotrail.streams.kpi.")),
          Map.entry("timeline", List.of("io.isotrail.streams.compliance.Timeline")),
          Map.entry("judge", List.of("io.isotrail.streams.compliance.")),
          Map.entry("topology, own code", List.of("io.isotrail.streams.topology.")),
          Map.entry("kafka streams", List.of("org.apache.kafka.streams.")));

  private final Recording recording = new Recording();

  Profile() {
    recording.enable("jdk.CPUTimeSample").with("throttle", "5ms");
    recording.start();
  }

  /** Ends the recording and prints it. */
  void print(Path file) throws IOException {
    recording.stop();
    recording.dump(file);
    Map<String, Integer> frames = new TreeMap<>();
    Map<String, Integer> parts = new TreeMap<>();
    int all = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (!event.getEventType().getName().equals("jdk.CPUTimeSample")
          || event.getStackTrace() == null
          || event.getThread("eventThread") == null
          || !String.valueOf(event.getThread("eventThread").getJavaName())
              .contains("StreamThread")) {
        continue;
      }
      all++;
      List<String> stack = event.getStackTrace().getFrames().stream().map(Profile::name).toList();
      frames.merge(stack.getFirst(), 1, Integer::sum);
      parts.merge(part(stack), 1, Integer::sum);
    }
    System.out.println("\nprofile of the stream threads, " + all + " samples");
    print(parts, all, parts.size());
    System.out.println("\nhottest frames");
    print(frames, all, MOST_FRAMES);
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  private static String part(List<String> stack) {
    for (int i = 0; i < stack.size(); i++) {
      for (Map.Entry<String, List<String>> part : PARTS) {
        if (part.getValue().stream().anyMatch(stack.get(i)::startsWith)) {
          return part.getKey().startsWith("avro ") && !part.getKey().contains("codec")
              ? part.getKey() + where(stack.subList(i, stack.size()))
              : part.getKey();
        }
      }
    }
    return "other";
  }

  /** A store's value, or a record of a topic. */
  private static String where(List<String> outer) {
    return outer.stream().anyMatch(frame -> frame.contains(".state.internals."))
        ? " (store)"
        : " (topic)";
  }

  private static void print(Map<String, Integer> counts, int all, int most) {
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(most)
        .forEach(
            entry ->
                System.out.printf(
                    Locale.ROOT,
                    "%6.1f %%  %s%n",
                    100.0 * entry.getValue() / Math.max(1, all),
                    entry.getKey()));
  }

  @Override
  public void close() {
    recording.close();
  }
}
