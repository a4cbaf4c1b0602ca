package io.isotrail.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.schemas.registry.RegistryRefusedException.Reason;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MemoryRegistryTest extends RegistryContract {

  private final String name = UUID.randomUUID().toString();

  @Override
  SchemaRegistry registry() {
    return SchemaRegistry.open(Map.of("schema.registry.url", "memory://" + name));
  }

  @Test
  void namesAreKeptApart() {
    int id = registry().register("a-value", TestSchemas.FIRST);
    SchemaRegistry other =
        SchemaRegistry.open(Map.of("schema.registry.url", "memory://" + UUID.randomUUID()));

    refused(() -> other.byId(id), Reason.UNKNOWN_ID);
    assertThat(other.register("a-value", TestSchemas.SECOND)).isEqualTo(1);
  }

  @Test
  void aSchemaThatCannotReadTheLatestIsRefused() {
    registry().register("a-value", TestSchemas.SECOND);

    refused(() -> registry().register("a-value", TestSchemas.BROKEN), Reason.INCOMPATIBLE);
    assertThat(registry().latest("a-value").schema()).isEqualTo(TestSchemas.SECOND);
  }
}
