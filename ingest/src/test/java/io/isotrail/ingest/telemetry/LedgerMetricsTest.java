package io.isotrail.ingest.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What operators may read about is what the ledger counts, label by label. */
final class LedgerMetricsTest {

  private static final Path CONTRACT = Path.of("..", "dashboards", "metrics.txt");

  @Test
  void everyMeterOfTheLedgerIsListedAndNoOtherIs() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Ledger ledger = new Ledger(registry);
    Tally tally = new Tally();
    tally.skipped("other-service", 1);
    tally.rejectedRecord("no-record");
    ledger.notified();
    ledger.published(tally);
    ledger.notified();
    ledger.skipped("digest");
    ledger.notified();
    ledger.returned("not-found");

    Set<String> listed =
        Files.readAllLines(CONTRACT).stream()
            .filter(
                line ->
                    line.startsWith("isotrail_ledger_") || line.startsWith("isotrail_dead_letters"))
            .map(line -> String.join(" ", line.split(" ", -1)[0], line.split(" ", -1)[2]))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> counted =
        registry.getMeters().stream()
            .map(LedgerMetricsTest::exposed)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(counted).isEqualTo(listed);
  }

  private static String exposed(Meter meter) {
    Meter.Id id = meter.getId();
    String labels = id.getTags().stream().map(Tag::getKey).collect(Collectors.joining(","));
    return id.getName().replace('.', '_')
        + (id.getType() == Meter.Type.COUNTER ? "_total " : " ")
        + (labels.isEmpty() ? "-" : labels);
  }
}
