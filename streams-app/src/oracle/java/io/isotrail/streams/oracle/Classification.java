package io.isotrail.streams.oracle;

import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.schemas.resource.ResourceKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a policy makes of tags, account and containers.
 *
 * @param environment production, non-production or untagged
 * @param owner empty when unknown
 */
record Classification(String environment, String sensitivity, String owner) {

  static final String PRODUCTION = "production";
  static final String NON_PRODUCTION = "non-production";
  static final String UNTAGGED = "untagged";
  static final String UNCLASSIFIED = "unclassified";

  static Classification of(
      PlainPolicy policy, ResourceKey key, Map<String, String> tags, boolean inService) {
    String account = key.account();
    String environment =
        tagged(tags, policy.environmentKeys())
            .or(() -> policy.account(account, "environment"))
            .map(value -> environment(policy, value))
            .orElse(key.kind() == ResourceKind.MODEL && inService ? PRODUCTION : UNTAGGED);
    String sensitivity =
        tagged(tags, policy.sensitivityKeys())
            .map(value -> meaning(policy, value))
            .or(() -> policy.account(account, "sensitivity").map(Classification::lower))
            .orElse(UNCLASSIFIED);
    String owner =
        tagged(tags, policy.ownerKeys()).or(() -> policy.account(account, "owner")).orElse("");
    return new Classification(environment, sensitivity, owner);
  }

  private static String environment(PlainPolicy policy, String value) {
    return policy.productionValues().contains(lower(value)) ? PRODUCTION : NON_PRODUCTION;
  }

  private static String meaning(PlainPolicy policy, String value) {
    return policy.sensitivityByValue().getOrDefault(lower(value), UNCLASSIFIED);
  }

  /** The value of the first of these keys that has one that is not blank; keys in any case. */
  private static Optional<String> tagged(Map<String, String> tags, List<String> keys) {
    for (String wanted : keys) {
      for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
        if (lower(tag.getKey()).equals(wanted) && !tag.getValue().isBlank()) {
          return Optional.of(tag.getValue().strip());
        }
      }
    }
    return Optional.empty();
  }

  static boolean isThirdParty(PlainPolicy policy, ResourceKey key, Life.Containers containers) {
    return containers.modelPackages().stream().anyMatch(name -> isForeign(policy, key, name))
        || (!policy.ownRegistries().isEmpty()
            && containers.images().stream().anyMatch(image -> !isOwn(policy, image)));
  }

  /** A plain name, without an account, is of the own account. */
  private static boolean isForeign(PlainPolicy policy, ResourceKey key, String modelPackage) {
    String[] parts = modelPackage.split(":", 6);
    return parts.length == 6
        && !parts[4].equals(key.account())
        && !policy.accounts().containsKey(parts[4]);
  }

  /** By the account of an ECR registry, or by a prefix of the reference. */
  private static boolean isOwn(PlainPolicy policy, String image) {
    return policy.ownRegistries().stream().anyMatch(lower(image)::startsWith);
  }

  /** The first rule that matches; a third-party container raises what does not speak of it. */
  String severity(PlainPolicy policy, @Nullable Boolean inService, boolean thirdParty) {
    boolean serves = inService != null && inService;
    PlainPolicy.SeverityRule rule =
        policy.severityRules().stream()
            .filter(
                candidate ->
                    any(candidate.environments(), environment)
                        && any(candidate.sensitivities(), sensitivity)
                        && (candidate.inService() == null || candidate.inService() == serves)
                        && (candidate.thirdParty() == null || candidate.thirdParty() == thirdParty))
            .findFirst()
            .orElseThrow();
    return thirdParty && rule.thirdParty() == null
        ? Severities.raised(rule.severity())
        : rule.severity();
  }

  boolean isLeftOut(PlainPolicy policy, ResourceKey key) {
    return policy.leaveOut().stream()
        .anyMatch(
            rule ->
                (rule.resource() == null || rule.resource().matches(key.arn()))
                    && any(rule.environments(), environment)
                    && any(rule.sensitivities(), sensitivity)
                    && any(rule.kinds(), key.kind().segment()));
  }

  private static boolean any(List<String> wanted, String value) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
