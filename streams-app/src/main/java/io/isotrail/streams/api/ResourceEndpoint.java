package io.isotrail.streams.api;

import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.streams.api.json.DossierJson;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Table;
import io.isotrail.streams.view.View;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** One resource with its evidence. */
final class ResourceEndpoint implements Endpoint {

  private final View view;
  private final Clock clock;

  ResourceEndpoint(View view, Clock clock) {
    this.view = view;
    this.clock = clock;
  }

  @Override
  public Answer answer(Asked asked) {
    asked.requireKnown(List.of());
    String key = key(asked).orElseThrow(ResourceEndpoint::unknown);
    View.Dossier dossier = view.find(key).orElseThrow(ResourceEndpoint::unknown);
    Row row =
        Table.rowAt(dossier.history(), clock.instant().getEpochSecond())
            .orElseThrow(ResourceEndpoint::unknown);
    return Answer.json(DossierJson.of(row, dossier));
  }

  /** The name in any letter case. */
  private static Optional<String> key(Asked asked) {
    return ResourceKey.parse(
            String.join(
                "/",
                asked.path().getOrDefault("partition", ""),
                asked.path().getOrDefault("account", ""),
                asked.path().getOrDefault("region", ""),
                asked.path().getOrDefault("kind", ""),
                asked.path().getOrDefault("name", "")))
        .map(ResourceKey::toString);
  }

  private static Problem.Refusal unknown() {
    return Problem.of(
            404,
            "Not found",
            "No such resource was ever seen. The path is /api/v1/resources/PARTITION/ACCOUNT/REGION/KIND/NAME.")
        .asRefusal();
  }
}
