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

  private static final Place HERE = new Place("111122223333", "eu-central-1");
  private static final Path CONTRACT = Path.of("..", "dashboards", "metrics.txt");

  @Test
  void everyMeterOfTheLedgerIsListedAndNoOtherIs() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Ledger ledger = new Ledger(registry, 10);
    Noticed noticed = ledger.notified(HERE);
    Tally tally = noticed.tally();
    tally.skipped("other-service", 1);
    tally.rejectedRecord("no-record");
    ledger.published(noticed, tally);
    ledger.skipped(ledger.notified(HERE), "digest");
    Noticed other = ledger.notified(HERE);
    ledger.returned(other, other.tally(), "not-found");

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

  @Test
  void placesPastTheLimitAreCountedTogetherAndNothingIsLost() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Ledger ledger = new Ledger(registry, 2);

    for (int account = 0; account < 5; account++) {
      for (int object = 0; object <= account; object++) {
        ledger.skipped(ledger.notified(new Place("00000000000" + account, "eu-west-1")), "digest");
      }
    }
    ledger.skipped(ledger.notified(Place.UNKNOWN), "digest");

    assertThat(skipped(registry, "000000000000")).isEqualTo(1);
    assertThat(skipped(registry, "000000000001")).isEqualTo(2);
    assertThat(skipped(registry, "other")).isEqualTo(3 + 4 + 5);
    assertThat(skipped(registry, "unknown")).isEqualTo(1);
    assertThat(registry.find("isotrail.ledger.objects").tag("account", "000000000002").counters())
        .isEmpty();
  }

  private static double skipped(SimpleMeterRegistry registry, String account) {
    return registry
        .get("isotrail.ledger.objects")
        .tags("outcome", "skipped", "account", account)
        .counter()
        .count();
  }

  @Test
  void recordsAreInFlightFromReadingToSettlement() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Ledger ledger = new Ledger(registry, 2);
    Noticed noticed = ledger.notified(HERE);
    Tally first = noticed.tally();
    first.published(1);
    first.skipped("foreign", 7);
    assertThat(inFlight(registry)).isEqualTo(8);

    ledger.retried(noticed, first, "kafka-unavailable");
    assertThat(inFlight(registry)).isZero();
    Tally second = noticed.tally();
    second.published(1);
    second.skipped("foreign", 7);
    ledger.published(noticed, second);

    assertThat(inFlight(registry)).isZero();
    assertThat(records(registry, "returned")).isEqualTo(8);
    assertThat(records(registry, "published")).isEqualTo(1);
    assertThat(records(registry, "skipped")).isEqualTo(7);
    assertThat(
            registry
                .get("isotrail.ledger.records.notified")
                .tag("account", HERE.account())
                .counter()
                .count())
        .isEqualTo(16);
  }

  private static double inFlight(SimpleMeterRegistry registry) {
    return registry
        .get("isotrail.ledger.records.in.flight")
        .tag("account", HERE.account())
        .gauge()
        .value();
  }

  private static double records(SimpleMeterRegistry registry, String outcome) {
    return registry
        .get("isotrail.ledger.records")
        .tags("outcome", outcome, "account", HERE.account())
        .counter()
        .count();
  }

  private static String exposed(Meter meter) {
    Meter.Id id = meter.getId();
    String labels =
        id.getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(","));
    return id.getName().replace('.', '_')
        + (id.getType() == Meter.Type.COUNTER ? "_total " : " ")
        + (labels.isEmpty() ? "-" : labels);
  }
}
