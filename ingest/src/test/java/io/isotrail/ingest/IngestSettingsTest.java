package io.isotrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration's contract: defaults work, and a bad value names its key. */
class IngestSettingsTest {

  private static IngestSettings from(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.putIfAbsent("isotrail.ingest.source", "dir:.");
    return IngestSettings.from(new Settings(values));
  }

  @Test
  void theDefaultsWork() {
    IngestSettings settings = from(Map.of());

    assertThat(settings.watch()).isFalse();
    assertThat(settings.reading().objectBytes()).isEqualTo(64L << 20);
    assertThat(settings.reading().parsers()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(settings.checkpoint()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "isotrail.ingest.source, nowhere",
    "isotrail.ingest.from, yesterday",
    "isotrail.ingest.to, 2026-02-30",
    "isotrail.ingest.poll, 0s",
    "isotrail.ingest.sqs.visibility, 1s",
    "isotrail.ingest.sqs.wait, 21s",
    "isotrail.ingest.retry.first, 1h",
    "isotrail.ingest.aws.endpoint, ht tp",
    "isotrail.ingest.limit.record-bytes, 10",
    "isotrail.ingest.in-flight.objects, 0",
    "isotrail.ingest.in-flight.bytes, 1KiB",
    "isotrail.ingest.in-flight.waiting, -1",
    "isotrail.ingest.ledger.places, 0",
    "isotrail.ingest.sqs.receives, 0",
    "isotrail.ingest.sqs.hold, 12h",
    "isotrail.ingest.sqs.returned-counts, 59s",
    "isotrail.ingest.instance, a b",
    "isotrail.ingest.aws.connect-timeout, 99ms",
    "isotrail.ingest.aws.read-timeout, 20s",
    "isotrail.ingest.dir.quiet, 2h",
    "isotrail.ingest.dir.again, 0s",
    "isotrail.ingest.limit.lacking-objects, 0",
    "isotrail.ingest.status.every, 31s",
    "isotrail.ingest.status.feeds, 0",
    "isotrail.ingest.status.patience, 0s",
    "isotrail.ingest.sharing.look, 2h",
    "isotrail.ingest.sharing.take-over, 1m",
    "isotrail.ingest.sharing.alive, 6m",
    "isotrail.ingest.sharing.gone, 59m",
    "isotrail.ingest.canary, 25h"
  })
  void aBadValueNamesItsKey(String key, String value) {
    assertThatThrownBy(() -> from(Map.of(key, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource({
    "isotrail.ingest.integrity.at-once, 0",
    "isotrail.ingest.integrity.limit.spans, 0",
    "isotrail.ingest.integrity.due, 59m",
    "isotrail.ingest.integrity.keys-again, 0s",
    "isotrail.ingest.integrity.recheck, 0s"
  })
  void aBadValueOfIntegrityNamesItsKey(String key, String value) {
    assertThatThrownBy(() -> IntegritySettings.from(new Settings(Map.of(key, value))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(key);
  }

  @Test
  void whatIsOutOfItsBoundsIsToldThem() {
    assertThatThrownBy(() -> from(Map.of("isotrail.ingest.sqs.visibility", "13h")))
        .hasMessage("isotrail.ingest.sqs.visibility: must lie within 3s and 12h, and is 13h");
  }

  @Test
  void instancesOfAQueueHaveANameOfTheirOwnAndOthersNeedNone() {
    Map<String, String> queue =
        Map.of("isotrail.ingest.source", "sqs:https://sqs.eu-central-1.amazonaws.com/1/q");

    assertThat(from(queue).sharedInstance()).isNotEmpty();
    assertThat(from(queue).sharedInstance()).isNotEqualTo(from(queue).sharedInstance());
    Map<String, String> named = new HashMap<>(queue);
    named.put("isotrail.ingest.instance", "ingest-0");
    assertThat(from(named).sharedInstance()).isEqualTo("ingest-0");
    assertThat(from(Map.of()).sharedInstance()).isEmpty();
  }

  @Test
  void daysMustBeInOrder() {
    assertThatThrownBy(
            () ->
                from(
                    Map.of(
                        "isotrail.ingest.from", "2026-03-02",
                        "isotrail.ingest.to", "2026-03-01")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("2026-03-02");
  }

  @Test
  void onlyADirectoryCanBeFollowed() {
    assertThatThrownBy(
            () ->
                from(
                    Map.of(
                        "isotrail.ingest.source", "s3:bucket",
                        "isotrail.ingest.watch", "true")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("isotrail.ingest.watch");
  }

  @Test
  void everySettingIsListed() {
    List<Object> declared =
        Stream.of(
                IngestSettings.class,
                DirectorySettings.class,
                AwsSettings.class,
                QueueSettings.class,
                ReadSettings.class,
                FlightSettings.class,
                StatusSettings.class)
            .flatMap(room -> Stream.of(room.getFields()))
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .map(
                field -> {
                  try {
                    return field.get(null);
                  } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                  }
                })
            .filter(Setting.class::isInstance)
            .toList();

    assertThat(declared).hasSameSizeAs(IngestSettings.ALL);
    assertThat(declared.containsAll(IngestSettings.ALL)).isTrue();
    assertThat(IngestSettings.ALL).extracting(Setting::key).doesNotHaveDuplicates();
  }

  @Test
  void whatIsHeldWholeIsAShareOfTheHeapUnlessItIsSaid() {
    assertThat(ReadSettings.wholeBytes(0, 320L << 20, 2)).isEqualTo(40 << 20);
    assertThat(ReadSettings.wholeBytes(0, 8L << 30, 2)).isEqualTo(64 << 20);
    assertThat(ReadSettings.wholeBytes(5_000, 8L << 30, 2)).isEqualTo(5_000);
  }
}
