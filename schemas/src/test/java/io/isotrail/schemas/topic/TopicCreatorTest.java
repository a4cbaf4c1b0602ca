package io.isotrail.schemas.topic;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

final class TopicCreatorTest {

  private final FakeAdmin kafka = new FakeAdmin();

  private int ensure(int partitions) {
    return TopicCreator.ensure(kafka.admin(), partitions, (short) 1);
  }

  @Test
  void whatIsMissingIsCreatedWithItsSettings() {
    assertThat(ensure(12)).isEqualTo(12);

    assertThat(kafka.created).hasSize(Topics.all().size());
    assertThat(kafka.topics)
        .containsEntry(Topics.FACTS.name(), 12)
        .containsEntry(Topics.GOVERNANCE.name(), 12)
        .containsEntry(Topics.STATUS.name(), 1);
    assertThat(settings(Topics.FACTS))
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "-1");
    assertThat(settings(Topics.GOVERNANCE)).containsEntry("cleanup.policy", "compact");
  }

  private Map<String, String> settings(Topic<?> topic) {
    return requireNonNull(kafka.created.get(topic.name())).configs();
  }

  @Test
  void theSecondTimeNothingIsCreated() {
    ensure(12);
    kafka.created.clear();

    assertThat(ensure(12)).isEqualTo(12);
    assertThat(kafka.created).isEmpty();
  }

  @Test
  void thePartitionsOfTheFactsThatExistWin() {
    kafka.topics.put(Topics.FACTS.name(), 24);

    assertThat(ensure(12)).isEqualTo(24);
    assertThat(kafka.topics)
        .containsEntry(Topics.FACTS.name(), 24)
        .containsEntry(Topics.GOVERNANCE.name(), 24)
        .containsEntry(Topics.COMPLIANCE.name(), 24);
  }

  @Test
  void topicsThatDoNotFitEachOtherAreNamedWithTheMend() {
    kafka.topics.put(Topics.FACTS.name(), 12);
    kafka.topics.put(Topics.GOVERNANCE.name(), 6);

    assertThatThrownBy(() -> ensure(12))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining("isotrail.governance.v1 has 6 partitions")
        .hasMessageContaining("isotrail.facts.v1 has 12")
        .hasMessageContaining("delete isotrail.governance.v1");
  }

  @Test
  void anotherProcessMayCreateThemAtTheSameTime() {
    kafka.meanwhile =
        () -> Topics.all().forEach(it -> kafka.topics.put(it.name(), it.partitioned() ? 12 : 1));

    assertThat(ensure(12)).isEqualTo(12);
    assertThat(kafka.created).isEmpty();
  }

  @Test
  void anotherProcessThatCreatedThemOtherwiseMeanwhileIsNoticed() {
    kafka.meanwhile = () -> kafka.topics.put(Topics.GOVERNANCE.name(), 3);

    assertThatThrownBy(() -> ensure(12))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining("isotrail.governance.v1 has 3 partitions");
  }

  @Test
  void whereKafkaIsAwayOrRefusesTheErrorNamesTheKeys() {
    kafka.describeFailure = new TimeoutException("Timed out waiting for a node");
    assertThatThrownBy(() -> ensure(12))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining("Timed out waiting for a node")
        .hasMessageContaining("kafka.bootstrap.servers")
        .hasCauseInstanceOf(TimeoutException.class);

    kafka.describeFailure = null;
    kafka.createFailure = new TopicAuthorizationException("not allowed");
    assertThatThrownBy(() -> ensure(12))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining("cannot create topic")
        .hasMessageContaining("not allowed");
  }
}
