package io.isotrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.given.MemoryPublisher;
import io.isotrail.ingest.given.MemoryStatusLog;
import io.isotrail.ingest.given.Records;
import io.isotrail.schemas.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** However records are ordered, repeated and split over files: the same set of facts. */
class AnyOrderTest {

  @Property(tries = 25)
  void theSetOfFactsIsTheSame(
      @ForAll @IntRange(min = 1, max = 30) int records,
      @ForAll @IntRange(min = 1, max = 6) int files,
      @ForAll long seed)
      throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      all.add(
          switch (i % 4) {
            case 0 -> Records.createModel("e-" + i, "m" + i % 3, Records.AT);
            case 1 -> Records.call("DeleteModel", "e-" + i, "{\"modelName\":\"m" + i % 3 + "\"}");
            case 2 -> Records.foreign(i);
            default -> Records.call("DescribeModel", "e-" + i, "{}");
          });
    }
    Random random = new Random(seed);

    Set<String> inOneFile = facts(List.of(all));
    List<List<String>> spread = new ArrayList<>();
    for (int file = 0; file < files; file++) {
      spread.add(new ArrayList<>());
    }
    for (String record : all) {
      for (int copy = 0; copy <= random.nextInt(3); copy++) {
        spread.get(random.nextInt(files)).add(record);
      }
    }
    spread.forEach(file -> Collections.shuffle(file, random));

    assertThat(facts(spread)).isEqualTo(inOneFile);
  }

  private static Set<String> facts(List<List<String>> files) throws Exception {
    Path root = Files.createTempDirectory("any-order");
    try {
      for (int i = 0; i < files.size(); i++) {
        Path file = root.resolve(i + ".json.gz");
        Files.write(file, Records.gzip(Records.file(files.get(i))));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
      }
      MemoryPublisher publisher = new MemoryPublisher();
      try (Ingest ingest =
          Ingest.open(
              new Settings(Map.of("isotrail.ingest.source", "dir:" + root)),
              new SimpleMeterRegistry(),
              publisher,
              new MemoryStatusLog())) {
        ingest.start();
        assertThat(ingest.awaitEnd(Duration.ofSeconds(30))).isTrue();
      }
      return publisher.factSet();
    } finally {
      delete(root);
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
