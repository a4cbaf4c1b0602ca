package io.isotrail.ingest.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.integrity.Chain;
import io.isotrail.ingest.integrity.Fate;
import io.isotrail.ingest.integrity.ObjectName;
import io.isotrail.ingest.integrity.Roll;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    Noticed noticed = ledger.entered(HERE, Entry.NOTIFIED);
    Tally tally = noticed.tally();
    tally.skipped("other-service", 1);
    tally.rejectedRecord("no-record");
    ledger.published(noticed, tally);
    ledger.skipped(ledger.entered(HERE, Entry.NOTIFIED), "digest");
    Noticed other = ledger.entered(HERE, Entry.NOTIFIED);
    ledger.returned(other, other.tally(), "not-found");
    DigestLedger digests = new DigestLedger(registry, 10);
    Chain chain = new Chain("AWSLogs/", HERE.account(), HERE.region(), "t", HERE.region(), false);
    digests.leftOut(chain);
    digests.called(new Roll(chain, new ObjectName("b", "d"), 1, Map.of(Fate.READ, 1)));

    Set<String> listed =
        Files.readAllLines(CONTRACT).stream()
            .filter(
                line ->
                    line.startsWith("isotrail_ledger_")
                        || line.startsWith("isotrail_digest")
                        || line.startsWith("isotrail_dead_letters"))
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
        ledger.skipped(
            ledger.entered(new Place("00000000000" + account, "eu-west-1"), Entry.NOTIFIED),
            "digest");
      }
    }
    ledger.skipped(ledger.entered(Place.UNKNOWN, Entry.NOTIFIED), "digest");

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
  void digestsOfPlacesPastTheLimitAreCountedTogether() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    DigestLedger digests = new DigestLedger(registry, 1);
    for (String account : List.of("000000000000", "000000000001", "000000000002")) {
      Chain chain = new Chain("AWSLogs/", account, "eu-west-1", "t", "eu-west-1", false);
      digests.called(new Roll(chain, new ObjectName("b", "d"), 2, Map.of(Fate.HEALED, 2)));
    }

    assertThat(named(registry, "000000000000")).isEqualTo(2);
    assertThat(named(registry, "other")).isEqualTo(4);
    assertThat(registry.find("isotrail.digest.logs.named").counters()).hasSize(2);
  }

  private static double named(SimpleMeterRegistry registry, String account) {
    return registry.get("isotrail.digest.logs.named").tag("account", account).counter().count();
  }

  @Test
  void recordsAreInFlightFromReadingToSettlement() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Ledger ledger = new Ledger(registry, 2);
    Noticed noticed = ledger.entered(HERE, Entry.NOTIFIED);
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
