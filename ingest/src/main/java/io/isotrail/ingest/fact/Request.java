package io.isotrail.ingest.fact;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.avro.Isolation;
import io.isotrail.schemas.resource.GovernedOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the request parameters of a create call say about isolation and its company. */
final class Request {

  /** AWS allows 50 tags, keys of 128 and values of 256 characters; more is cut, by key order. */
  private static final int MOST_TAGS = 64;

  private static final int MOST_TAG_KEY = 256;
  private static final int MOST_TAG_VALUE = 512;

  private Request() {}

  /**
   * Whether the request can be seen: it is there, and CloudTrail did not leave it out as too large
   * (it then writes {@code "omitted":"true"} in its place, as text or boolean).
   */
  static boolean isVisible(JsonNode request) {
    if (!request.isObject()) {
      return false;
    }
    JsonNode omitted = request.path("omitted");
    return !(omitted.asBoolean(false) || omitted.asText("").equalsIgnoreCase("true"));
  }

  /** The flag of a visible request: isolated only if each definition that can carry it is. */
  static Isolation isolation(JsonNode request, GovernedOperation operation) {
    List<JsonNode> carriers = carriers(request, operation);
    if (carriers.isEmpty()) {
      // The API's default is false.
      return Isolation.NOT_ISOLATED;
    }
    boolean unknown = false;
    for (JsonNode carrier : carriers) {
      switch (flag(carrier)) {
        case NOT_ISOLATED -> {
          return Isolation.NOT_ISOLATED;
        }
        case UNKNOWN -> unknown = true;
        case ISOLATED -> {}
      }
    }
    return unknown ? Isolation.UNKNOWN : Isolation.ISOLATED;
  }

  /** Whether each definition has a VPC configuration; null when that cannot be seen. */
  static @Nullable Boolean vpc(JsonNode request, GovernedOperation operation) {
    return each(
        carriers(request, operation),
        "vpcConfig",
        vpc -> vpc.isObject() ? Optional.of(!vpc.isEmpty()) : Optional.empty());
  }

  /** Whether each definition encrypts the traffic between containers; null when not visible. */
  static @Nullable Boolean interContainerEncryption(JsonNode request, GovernedOperation operation) {
    return each(
        carriers(request, operation), "enableInterContainerTrafficEncryption", Request::truth);
  }

  /** What is absent from a visible definition is not so, whatever the hidden ones say. */
  private static @Nullable Boolean each(
      List<JsonNode> carriers, String field, Function<JsonNode, Optional<Boolean>> meaning) {
    boolean unknown = false;
    for (JsonNode carrier : carriers) {
      JsonNode value = carrier.path(field);
      boolean absent = carrier.isObject() && (value.isMissingNode() || value.isNull());
      Optional<Boolean> said = absent ? Optional.of(false) : meaning.apply(value);
      if (said.isPresent() && !said.get()) {
        return false;
      }
      unknown |= said.isEmpty();
    }
    return unknown ? null : Boolean.valueOf(!carriers.isEmpty());
  }

  private static Optional<Boolean> truth(JsonNode value) {
    return switch (value.asText("").toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** The objects of the request in which the flag stands, or would stand. */
  private static List<JsonNode> carriers(JsonNode request, GovernedOperation operation) {
    List<JsonNode> carriers = new ArrayList<>();
    for (String path : operation.isolationPaths()) {
      int dot = path.lastIndexOf('.');
      if (dot < 0) {
        carriers.add(request);
      } else {
        carriers.addAll(Json.all(request, path.substring(0, dot)));
      }
    }
    return carriers;
  }

  private static Isolation flag(JsonNode carrier) {
    if (!carrier.isObject()) {
      return Isolation.UNKNOWN;
    }
    JsonNode flag = carrier.path("enableNetworkIsolation");
    if (flag.isMissingNode() || flag.isNull()) {
      return Isolation.NOT_ISOLATED;
    }
    return truth(flag)
        .map(isolated -> isolated ? Isolation.ISOLATED : Isolation.NOT_ISOLATED)
        .orElse(Isolation.UNKNOWN);
  }

  /**
   * Tags of a request, {@code tags:[{key,value}]}; of a repeated key the last counts. One whose key
   * or value is hidden says nothing.
   */
  static Map<String, String> tags(JsonNode request) {
    TreeMap<String, String> tags = new TreeMap<>();
    for (JsonNode tag : request.path("tags")) {
      String key = Json.text(tag, "key");
      if (!key.isEmpty() && !Json.isHidden(tag.path("key")) && !Json.isHidden(tag.path("value"))) {
        tags.put(Json.cut(key, MOST_TAG_KEY), Json.cut(Json.text(tag, "value"), MOST_TAG_VALUE));
        if (tags.size() > MOST_TAGS) {
          tags.pollLastEntry();
        }
      }
    }
    return tags;
  }

  /** Keys of DeleteTags, sorted, each once. */
  static List<String> tagKeys(JsonNode request) {
    return Json.texts(request, "tagKeys[]").stream()
        .map(key -> Json.cut(key, MOST_TAG_KEY))
        .distinct()
        .sorted()
        .limit(MOST_TAGS)
        .toList();
  }

  /** The texts at any of these paths, sorted, each once, within bounds. */
  static List<String> names(JsonNode request, String... paths) {
    return Stream.of(paths)
        .flatMap(path -> Json.texts(request, path).stream())
        .map(text -> Json.cut(text, 512))
        .distinct()
        .sorted()
        .limit(64)
        .toList();
  }

  /** A text of the request; null when it is not there or hidden. */
  static @Nullable String optional(JsonNode request, String dotted) {
    JsonNode value = Json.at(request, dotted);
    return value.isTextual() && !value.textValue().isBlank() && !Json.isHidden(value)
        ? Json.cut(value.textValue(), 512)
        : null;
  }
}
