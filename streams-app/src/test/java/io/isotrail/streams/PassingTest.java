package io.isotrail.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.topic.TopicException;
import io.isotrail.streams.governance.GovernanceAwayException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

final class PassingTest {

  private final RuntimeException away =
      new TopicException("cannot describe", new TimeoutException("no answer"));
  private final RuntimeException refused =
      new TopicException("cannot create", new InvalidReplicationFactorException("3 of 1"));

  @Test
  void whatIsAwayIsAskedAgainUntilItIsBack() {
    Deque<RuntimeException> failures =
        new ArrayDeque<>(
            List.of(
                away,
                new IllegalStateException(
                    "no answer", new java.util.concurrent.TimeoutException("10 s")),
                GovernanceAwayException.unconfirmed(
                    "not confirmed", new KafkaException("unexpected error"))));
    Passing.outlast(Duration.ofMinutes(1), Duration.ZERO, () -> failIfAny(failures));
    assertThat(failures).isEmpty();
  }

  @Test
  void whatWouldFailAgainFailsAtOnce() {
    Deque<RuntimeException> failures = new ArrayDeque<>(List.of(refused, away));
    assertThatThrownBy(
            () -> Passing.outlast(Duration.ofMinutes(1), Duration.ZERO, () -> failIfAny(failures)))
        .isSameAs(refused);
    assertThat(failures).containsExactly(away);
  }

  @Test
  void whatIsForbiddenIsNotAskedAgain() {
    assertThat(
            Passing.is(
                GovernanceAwayException.unconfirmed(
                    "not confirmed",
                    new KafkaException(new TopicAuthorizationException("governance")))))
        .isFalse();
    assertThat(
            Passing.is(
                new TopicException(
                    "cannot describe", new SaslAuthenticationException("wrong password"))))
        .isFalse();
  }

  @Test
  void patienceEnds() {
    assertThatThrownBy(
            () ->
                Passing.outlast(
                    Duration.ofMillis(20),
                    Duration.ofMillis(1),
                    () -> {
                      throw away;
                    }))
        .isSameAs(away);
  }

  private static void failIfAny(Deque<RuntimeException> failures) {
    RuntimeException next = failures.poll();
    if (next != null) {
      throw next;
    }
  }
}
