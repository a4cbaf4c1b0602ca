package io.isotrail.app.simulate.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One thing that happened to a model.
 *
 * @param at epoch seconds
 * @param name in the case as given
 */
record ModelEvent(ModelKey key, String id, long at, String name, String actor, What what) {

  /** What happened. */
  sealed interface What {}

  /**
   * @param visible false when CloudTrail left the request out
   */
  record Created(
      boolean visible,
      boolean isolated,
      boolean vpc,
      Map<String, String> tags,
      List<String> images,
      List<String> packages)
      implements What {}

  record Deleted() implements What {}

  record Tagged(Map<String, String> tags) implements What {}

  record Untagged(List<String> keys) implements What {}

  /** An endpoint began to serve it. */
  record Served() implements What {}

  /**
   * @param id of the event, also where an addendum speaks for it
   */
  static Optional<ModelEvent> of(String id, JsonNode record) {
    JsonNode request = record.path("requestParameters");
    boolean visible = visible(request);
    return switch (record.path("eventName").asText()) {
      case "CreateModel" -> {
        String name =
            visible
                ? request.path("modelName").asText()
                : ModelKey.nameIn(record.path("responseElements").path("modelArn").asText())
                    .orElse("");
        yield event(id, record, name, created(request, visible));
      }
      case "DeleteModel" -> event(id, record, request.path("modelName").asText(), new Deleted());
      case "AddTags" ->
          event(id, record, taggedName(request), new Tagged(tags(request.path("tags"))));
      case "DeleteTags" -> {
        List<String> keys = new ArrayList<>();
        request.path("tagKeys").forEach(key -> keys.add(key.asText()));
        yield event(id, record, taggedName(request), new Untagged(keys));
      }
      default -> Optional.empty();
    };
  }

  static ModelEvent served(Serving serving) {
    return new ModelEvent(
        serving.model(), "", serving.from(), serving.model().name(), "", new Served());
  }

  /** Whether a record shows its request. */
  static boolean visible(JsonNode request) {
    return request.isObject() && !request.path("omitted").asText().equals("true");
  }

  /** Whether a visible request asks for isolation; an absent flag is false. */
  static boolean isolated(JsonNode request) {
    return request.path("enableNetworkIsolation").asText().equalsIgnoreCase("true");
  }

  private static Created created(JsonNode request, boolean visible) {
    List<String> images = new ArrayList<>();
    List<String> packages = new ArrayList<>();
    List<JsonNode> containers = new ArrayList<>();
    containers.add(request.path("primaryContainer"));
    request.path("containers").forEach(containers::add);
    for (JsonNode container : containers) {
      if (container.path("image").isTextual()) {
        images.add(container.path("image").asText());
      }
      if (container.path("modelPackageName").isTextual()) {
        packages.add(container.path("modelPackageName").asText());
      }
    }
    return new Created(
        visible,
        isolated(request),
        request.path("vpcConfig").isObject(),
        tags(request.path("tags")),
        images,
        packages);
  }

  private static Map<String, String> tags(JsonNode list) {
    Map<String, String> tags = new TreeMap<>();
    list.forEach(tag -> tags.put(tag.path("key").asText(), tag.path("value").asText()));
    return tags;
  }

  private static String taggedName(JsonNode request) {
    return ModelKey.nameIn(request.path("resourceArn").asText()).orElse("");
  }

  private static Optional<ModelEvent> event(String id, JsonNode record, String name, What what) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ModelEvent(
            ModelKey.of(record, name),
            id,
            Instant.parse(record.path("eventTime").asText()).getEpochSecond(),
            name,
            record.path("userIdentity").path("arn").asText(),
            what));
  }
}
