package io.isotrail.app.simulate.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.isotrail.app.simulate.batch.ModelEvent.Created;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The default policy, with the map of accounts, the own registries, the objectives and the listed
 * denying policies of a file.
 */
final class Rules {

  private static final Set<String> UNDERSTOOD =
      Set.of("version", "accounts", "thirdParty", "objectives", "rejections");
  private static final List<String> ENVIRONMENT_KEYS = List.of("environment", "env", "stage");
  private static final Set<String> PRODUCTION = Set.of("prod", "production", "prd", "live");
  private static final List<String> SENSITIVITY_KEYS =
      List.of(
          "data-classification",
          "data_classification",
          "dataclassification",
          "classification",
          "sensitivity");
  private static final Set<String> RESTRICTED =
      Set.of("restricted", "phi", "pii", "pci", "hipaa", "secret");
  private static final Set<String> CONFIDENTIAL = Set.of("confidential", "sensitive");
  private static final List<String> OWNER_KEYS = List.of("team", "owner");

  private final JsonNode accounts;
  private final List<String> ownRegistries = new ArrayList<>();
  private final List<String> denyingPolicies = new ArrayList<>();
  private final Map<Severity, Duration> objectives = new EnumMap<>(Severity.class);

  /** How bad; the worst first. */
  enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    Severity worse() {
      return switch (this) {
        case CRITICAL, HIGH -> CRITICAL;
        case MEDIUM -> HIGH;
        case LOW -> MEDIUM;
      };
    }
  }

  private Rules(JsonNode policy) {
    accounts = policy.path("accounts");
    policy.path("thirdParty").path("ownRegistries").forEach(id -> ownRegistries.add(id.asText()));
    policy.path("rejections").path("policyArns").forEach(arn -> denyingPolicies.add(arn.asText()));
    objectives.put(Severity.CRITICAL, Duration.ofHours(24));
    objectives.put(Severity.HIGH, Duration.ofDays(7));
    objectives.put(Severity.MEDIUM, Duration.ofDays(30));
    objectives.put(Severity.LOW, Duration.ofDays(90));
    for (Severity severity : Severity.values()) {
      JsonNode objective = policy.path("objectives").path(severity.word());
      if (objective.isTextual()) {
        objectives.put(severity, Duration.parse(objective.asText()));
      }
    }
  }

  /**
   * @throws IOException when the file is unreadable, or has a key that this program does not know
   */
  static Rules read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new Rules(MissingNode.getInstance());
    }
    JsonNode policy = new YAMLMapper().readTree(file.toFile());
    for (var field : policy.properties()) {
      if (!UNDERSTOOD.contains(field.getKey())) {
        throw new IOException(file + ": the batch program does not know " + field.getKey());
      }
    }
    return new Rules(policy);
  }

  Optional<String> accountName(ModelKey key) {
    return ofAccount(key, "name");
  }

  String environment(ModelKey key, Map<String, String> tags, boolean inService) {
    return tag(tags, ENVIRONMENT_KEYS)
        .or(() -> ofAccount(key, "environment"))
        .map(
            value ->
                PRODUCTION.contains(value.toLowerCase(Locale.ROOT))
                    ? "production"
                    : "non-production")
        .orElse(inService ? "production" : "untagged");
  }

  String sensitivity(ModelKey key, Map<String, String> tags) {
    String word =
        tag(tags, SENSITIVITY_KEYS)
            .or(() -> ofAccount(key, "sensitivity"))
            .orElse("")
            .toLowerCase(Locale.ROOT);
    if (RESTRICTED.contains(word)) {
      return "restricted";
    }
    if (CONFIDENTIAL.contains(word)) {
      return "confidential";
    }
    return word.equals("internal") || word.equals("public") ? word : "unclassified";
  }

  Optional<String> owner(ModelKey key, Map<String, String> tags) {
    return tag(tags, OWNER_KEYS).or(() -> ofAccount(key, "owner"));
  }

  boolean thirdParty(ModelKey key, Created created) {
    boolean foreignImage =
        !ownRegistries.isEmpty() && created.images().stream().anyMatch(image -> !own(image));
    return foreignImage || created.packages().stream().anyMatch(name -> foreignPackage(key, name));
  }

  Severity severity(String environment, String sensitivity, boolean inService, boolean thirdParty) {
    Severity severity;
    if (environment.equals("production")) {
      severity =
          switch (sensitivity) {
            case "restricted" -> Severity.CRITICAL;
            case "confidential", "unclassified" -> Severity.HIGH;
            default -> Severity.MEDIUM;
          };
    } else {
      boolean restricted = sensitivity.equals("restricted");
      if (inService) {
        severity = restricted ? Severity.HIGH : Severity.MEDIUM;
      } else {
        severity = restricted ? Severity.MEDIUM : Severity.LOW;
      }
    }
    return thirdParty ? severity.worse() : severity;
  }

  long objectiveSeconds(Severity severity) {
    return objectives.getOrDefault(severity, Duration.ZERO).toSeconds();
  }

  boolean lists(String denyingPolicy) {
    return denyingPolicies.contains(denyingPolicy);
  }

  private boolean own(String image) {
    return ownRegistries.stream()
        .anyMatch(own -> image.startsWith(own + ".dkr.ecr.") || image.startsWith(own));
  }

  /** Packages of the organisation's own accounts are from its model registry. */
  private boolean foreignPackage(ModelKey key, String name) {
    String[] parts = name.split(":", 6);
    return parts.length == 6
        && !parts[4].equals(key.account())
        && !accounts.has(parts[4])
        && !ownRegistries.contains(parts[4]);
  }

  private Optional<String> ofAccount(ModelKey key, String field) {
    JsonNode value = accounts.path(key.account()).path(field);
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  private static Optional<String> tag(Map<String, String> tags, List<String> keys) {
    for (String key : keys) {
      for (Map.Entry<String, String> tag : tags.entrySet()) {
        if (tag.getKey().equalsIgnoreCase(key)) {
          return Optional.of(tag.getValue());
        }
      }
    }
    return Optional.empty();
  }
}
