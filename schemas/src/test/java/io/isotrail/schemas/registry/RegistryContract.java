package io.isotrail.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.registry.RegistryRefusedException.Reason;
import io.isotrail.schemas.registry.SchemaRegistry.Registered;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every registry does, whatever stands behind it. */
abstract class RegistryContract {

  /** A registry without content, the same one each time within a test. */
  abstract SchemaRegistry registry();

  @Test
  void anIdIsGivenOnceAndKept() {
    int id = registry().register("a-value", TestSchemas.FIRST);

    assertThat(registry().register("a-value", TestSchemas.FIRST)).isEqualTo(id);
    assertThat(registry().lookUp("a-value", TestSchemas.FIRST)).isEqualTo(id);
    assertThat(registry().byId(id)).isEqualTo(TestSchemas.FIRST);
  }

  @Test
  void oneSchemaHasOneIdInAllSubjects() {
    int id = registry().register("a-value", TestSchemas.FIRST);

    assertThat(registry().register("b-value", TestSchemas.FIRST)).isEqualTo(id);
    assertThat(registry().register("b-value", TestSchemas.SECOND)).isNotEqualTo(id);
  }

  @Test
  void theLatestVersionIsTheOneRegisteredLast() {
    registry().register("a-value", TestSchemas.FIRST);
    int second = registry().register("a-value", TestSchemas.SECOND);

    assertThat(registry().latest("a-value"))
        .isEqualTo(new Registered(second, 2, TestSchemas.SECOND));
  }

  @Test
  void subjectsWithOddNamesAreKeptApart() {
    int id = registry().register("a/b c+d?é%2F-value", TestSchemas.FIRST);

    assertThat(registry().lookUp("a/b c+d?é%2F-value", TestSchemas.FIRST)).isEqualTo(id);
    refused(() -> registry().latest("a/b c d?é%2F-value"), Reason.NOT_REGISTERED);
  }

  @Test
  void whatIsUnknownIsRefused() {
    refused(() -> registry().byId(4711), Reason.UNKNOWN_ID);
    refused(() -> registry().latest("a-value"), Reason.NOT_REGISTERED);
    refused(() -> registry().lookUp("a-value", TestSchemas.FIRST), Reason.NOT_REGISTERED);
    registry().register("a-value", TestSchemas.FIRST);
    refused(() -> registry().lookUp("a-value", TestSchemas.SECOND), Reason.NOT_REGISTERED);
  }

  @Test
  void aHealthyRegistryPassesItsCheck() {
    assertThatCode(() -> registry().check()).doesNotThrowAnyException();
  }

  static void refused(ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RegistryRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
