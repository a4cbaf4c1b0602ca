package io.isotrail.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.schemas.settings.Settings;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

final class TopicsTest {

  @Test
  void everyNameEndsWithTheVersionOfItsMeaning() {
    assertThat(Topics.all())
        .extracting(Topic::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("isotrail\\.[a-z-]+\\.v1"));
  }

  @Test
  void everySettingIsOneOfKafkas() {
    assertThat(Topics.all())
        .flatMap(topic -> topic.settings().keySet())
        .isSubsetOf(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
  }

  @Test
  void everyCompactedTopicSaysHowLongItKeepsTombstones() {
    assertThat(Topics.all())
        .filteredOn(topic -> topic.settings().containsValue(TopicConfig.CLEANUP_POLICY_COMPACT))
        .hasSize(6)
        .allMatch(topic -> topic.settings().containsKey(TopicConfig.DELETE_RETENTION_MS_CONFIG));
  }

  @Test
  void clientsGetKafkasKeysWithoutThePrefix() {
    Settings settings =
        new Settings(
            Map.of(
                "kafka.bootstrap.servers", "broker:9092",
                "kafka.security.protocol", "SSL",
                "isotrail.api.port", "8080"));

    assertThat(Clients.base(settings))
        .isEqualTo(Map.of("bootstrap.servers", "broker:9092", "security.protocol", "SSL"));
  }

  @Test
  void withoutAnAddressTheEmbeddedBrokerIsMeant() {
    assertThat(Clients.base(new Settings(Map.of())))
        .isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:19092"));
  }
}
