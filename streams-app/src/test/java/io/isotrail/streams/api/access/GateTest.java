package io.isotrail.streams.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.schemas.settings.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

  private static final String VIEWER = "v".repeat(32);
  private static final String OPERATOR = "o".repeat(32);
  private static final String APPROVER = "a".repeat(32);
  private static final String BOTH = "b".repeat(32);
  private static final String NONE = "x".repeat(32);
  private static final String HERE = "127.0.0.1";

  /** Near its end, where a naive comparison of two readings would go wrong. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);

  private final AccessSettings settings =
      AccessSettings.from(
          new Settings(
              Map.of(
                  "isotrail.api.tokens",
                  "val viewer %s;oli operator %s;ann approver %s;bea operator,approver %s"
                      .formatted(VIEWER, OPERATOR, APPROVER, BOTH),
                  "isotrail.api.wrong-tokens",
                  "3")));
  private final Gate gate = new Gate(settings, false, now::get);

  @ParameterizedTest
  @CsvSource({
    "v, true, false, false, false",
    "o, true, true, false, true",
    "a, true, false, true, true",
    "b, true, true, true, true",
  })
  void each_role_may_do_its_own_and_read(
      String letter, boolean reads, boolean operates, boolean approves, boolean revokes) {
    String token = letter.repeat(32);

    assertThat(admitted(Access.reading(), token)).isEqualTo(reads);
    assertThat(admitted(Access.writing(Role.OPERATOR), token)).isEqualTo(operates);
    assertThat(admitted(Access.writing(Role.APPROVER), token)).isEqualTo(approves);
    assertThat(admitted(Access.writing(Role.OPERATOR, Role.APPROVER), token)).isEqualTo(revokes);
  }

  @Test
  void the_caller_is_known_by_name_and_roles() {
    assertThat(decide(Access.writing(Role.APPROVER), BOTH))
        .isEqualTo(new Decision.Admitted(new Caller("bea", Set.of(Role.OPERATOR, Role.APPROVER))));
    assertThat(decide(Access.writing(Role.APPROVER), VIEWER))
        .isEqualTo(
            new Decision.RoleMissing(
                new Caller("val", Set.of(Role.VIEWER)), Set.of(Role.APPROVER)));
  }

  @Test
  void reading_in_the_open_looks_at_no_token() {
    Gate loopback = new Gate(settings, true, now::get);

    for (int i = 0; i < 10; i++) {
      assertThat(loopback.decide(Access.reading(), Optional.of("Bearer " + NONE), HERE))
          .isEqualTo(new Decision.Admitted(Caller.ANONYMOUS));
    }
    assertThat(loopback.decide(Access.writing(Role.OPERATOR), Optional.empty(), HERE))
        .isEqualTo(new Decision.TokenMissing());
  }

  @Test
  void without_tokens_nobody_writes() {
    Gate none = new Gate(new AccessSettings(Tokens.NONE, 3), true, now::get);

    assertThat(none.decide(Access.writing(Role.OPERATOR), Optional.of("Bearer " + NONE), HERE))
        .isEqualTo(new Decision.NoTokens());
    assertThat(none.decide(Access.reading(), Optional.empty(), HERE))
        .isEqualTo(new Decision.Admitted(Caller.ANONYMOUS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Basic b29vb29vb29vb29vb29vb29vb29vb29vb29vb28=",
        "oooooooooooooooooooooooooooooooo",
        "Bearer oooooooooooooooooooooooooooooooo oooooooooooooooooooooooooooooooo",
        "Bearer ooooooooooooooooooooooooooooooo",
        "Bearer OOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOO",
      })
  void what_is_no_token_of_ours_is_wrong(String header) {
    assertThat(gate.decide(Access.writing(Role.OPERATOR), Optional.of(header), HERE))
        .isEqualTo(new Decision.TokenWrong());
  }

  @Test
  void an_overlong_header_is_wrong_and_not_parsed() {
    String header = "Bearer " + OPERATOR + " ".repeat(2_000);

    assertThat(gate.decide(Access.writing(Role.OPERATOR), Optional.of(header), HERE))
        .isEqualTo(new Decision.TokenWrong());
  }

  @Test
  void the_scheme_is_read_in_any_letter_case() {
    assertThat(gate.decide(Access.writing(Role.OPERATOR), Optional.of("bEARER " + OPERATOR), HERE))
        .isInstanceOf(Decision.Admitted.class);
  }

  @Test
  void an_address_that_used_up_its_tries_waits_whatever_it_presents() {
    for (int i = 0; i < 3; i++) {
      assertThat(decide(Access.reading(), NONE)).isEqualTo(new Decision.TokenWrong());
    }
    assertThat(decide(Access.reading(), OPERATOR)).isEqualTo(new Decision.TooManyWrong(60));
    assertThat(gate.decide(Access.reading(), Optional.of("Bearer " + OPERATOR), "10.0.0.1"))
        .isInstanceOf(Decision.Admitted.class);

    now.addAndGet(Duration.ofMillis(59_001).toNanos());
    assertThat(decide(Access.reading(), OPERATOR)).isEqualTo(new Decision.TooManyWrong(1));
    now.addAndGet(Duration.ofMillis(999).toNanos());
    assertThat(decide(Access.reading(), OPERATOR)).isInstanceOf(Decision.Admitted.class);
    assertThat(decide(Access.reading(), NONE)).isEqualTo(new Decision.TokenWrong());
  }

  @Test
  void an_ipv6_caller_is_known_by_the_network_that_it_owns() {
    for (int i = 0; i < 3; i++) {
      gate.decide(Access.reading(), Optional.of("Bearer " + NONE), "2001:db8:0:1:0:0:0:" + i);
    }

    assertThat(gate.decide(Access.reading(), Optional.of("x"), "2001:db8:0:1:9:9:9:9"))
        .isInstanceOf(Decision.TooManyWrong.class);
    assertThat(gate.decide(Access.reading(), Optional.of("x"), "2001:db8:0:2:0:0:0:1"))
        .isInstanceOf(Decision.TokenWrong.class);
  }

  @Test
  void what_is_remembered_of_wrong_tokens_is_bounded() {
    for (int i = 0; i < 3; i++) {
      decide(Access.reading(), NONE);
    }
    for (int i = 0; i < WrongTokens.MOST_ADDRESSES; i++) {
      gate.decide(Access.reading(), Optional.of("x"), "10.0." + i / 256 + "." + i % 256);
    }

    assertThat(decide(Access.reading(), OPERATOR)).isInstanceOf(Decision.Admitted.class);
  }

  private boolean admitted(Access access, String token) {
    return decide(access, token) instanceof Decision.Admitted;
  }

  private Decision decide(Access access, String token) {
    return gate.decide(access, Optional.of("Bearer " + token), HERE);
  }
}
