package io.isotrail.bench;

import io.isotrail.avro.Fact;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.topology.IsotrailTopology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * Measures how fast the stores are restored from their changelogs when the state directory is lost,
 * and how large they are on disk.
 *
 * <p>Arguments: a directory for data (made anew), the number of models (160,000 are about a million
 * facts), the number of restores.
 */
public final class RestoreBenchmark {

  private static final int PARTITIONS = 4;

  private RestoreBenchmark() {}

  /** What was restored, and between which instants. */
  private static final class Restored implements StateRestoreListener {
    private final Map<String, Long> byStore = new TreeMap<>();
    private long first;
    private long last;

    @Override
    public synchronized void onRestoreStart(
        TopicPartition partition, String store, long from, long to) {
      first = first == 0 ? System.nanoTime() : first;
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long end, long batch) {}

    @Override
    public synchronized void onRestoreEnd(TopicPartition partition, String store, long total) {
      byStore.merge(store, total, Long::sum);
      last = System.nanoTime();
    }

    synchronized long records() {
      return byStore.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized double seconds() {
      return (last - first) / 1e9;
    }

    @Override
    public synchronized String toString() {
      return byStore.toString();
    }
  }

  /** Runs it and prints each restore. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 3) {
      System.err.println("arguments: DATA_DIRECTORY MODELS RESTORES");
      System.exit(2);
    }
    Path data = Directories.fresh(Path.of(arguments[0]));
    List<Fact> facts = LiveFeed.of(Integer.parseInt(arguments[1]), 1);
    try (SeparateBroker broker = SeparateBroker.start(data.resolve("broker"))) {
      Settings settings = Application.settings(broker, data, "bench-restore", Map.of());
      try (Feeding feeding = new Feeding(settings, PARTITIONS)) {
        feeding.write(facts);
      }
      Application application = Application.start(settings, FULL);
      application.awaitProcessed(facts.size());
      // The last of them must be committed too.
      Thread.sleep(1000);
      application.stop();
      Path state = StreamsSettings.from(settings).stateDirectory();
      System.out.printf(
          Locale.ROOT,
          "%d facts, %.1f MB of state on disk, %.0f bytes a fact%n",
          facts.size(),
          Directories.bytes(state) / 1e6,
          (double) Directories.bytes(state) / facts.size());
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        Directories.delete(state);
        restore(settings);
      }
    }
    System.exit(0);
  }

  private static final Application.Maker FULL =
      (settings, streams, metrics, properties) ->
          new IsotrailTopology(settings, streams, metrics, properties).get();

  private static void restore(Settings settings) throws InterruptedException {
    Restored restored = new Restored();
    long begun = System.nanoTime();
    Application application = Application.start(settings, FULL, restored);
    application.awaitRunning();
    double all = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "restored %d records in %.2f s, %.0f/s; from start to running %.2f s; %s%n",
        restored.records(),
        restored.seconds(),
        restored.records() / restored.seconds(),
        all,
        restored);
    application.stop();
  }
}
