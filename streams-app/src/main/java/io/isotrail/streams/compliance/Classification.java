package io.isotrail.streams.compliance;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What tags and the policy's map of accounts say about a resource.
 *
 * @param environment {@code production}, {@code non-production} or {@code untagged}
 * @param sensitivity {@code restricted}, {@code confidential}, {@code internal}, {@code public} or
 *     {@code unclassified}
 * @param owner empty when unknown
 */
public record Classification(String environment, String sensitivity, String owner) {

  public static final String PRODUCTION = "production";
  public static final String NON_PRODUCTION = "non-production";
  public static final String UNTAGGED = "untagged";
  public static final String UNCLASSIFIED = "unclassified";

  /** The sensitivities that a policy can give, the most sensitive first. */
  public static final List<String> SENSITIVITIES =
      List.of("restricted", "confidential", "internal", "public", UNCLASSIFIED);

  /**
   * Classifies by tags, and by the account where tags are silent. The keys of the policy are looked
   * up in their order and in any letter case; of several tags that differ in case only, the one
   * whose key comes first in code point order counts. A blank value says nothing.
   */
  public static Classification of(Policy policy, String account, Map<String, String> tags) {
    Map<String, String> byKey = new TreeMap<>();
    new TreeMap<>(tags)
        .forEach(
            (key, value) -> {
              if (!value.isBlank()) {
                byKey.putIfAbsent(key.toLowerCase(Locale.ROOT), value.strip());
              }
            });
    Policy.Account known = policy.accounts().get(account);
    return new Classification(
        environment(
            policy,
            first(byKey, policy.environmentKeys(), known == null ? null : known.environment())),
        sensitivity(
            policy,
            first(byKey, policy.sensitivityKeys(), known == null ? null : known.sensitivity())),
        orElse(first(byKey, policy.ownerKeys(), known == null ? null : known.owner()), ""));
  }

  private static String environment(Policy policy, @Nullable String value) {
    if (value == null) {
      return UNTAGGED;
    }
    String folded = value.toLowerCase(Locale.ROOT);
    return folded.equals(PRODUCTION) || policy.productionValues().contains(folded)
        ? PRODUCTION
        : NON_PRODUCTION;
  }

  private static String sensitivity(Policy policy, @Nullable String value) {
    if (value == null) {
      return UNCLASSIFIED;
    }
    return orElse(policy.sensitivityValues().get(value.toLowerCase(Locale.ROOT)), UNCLASSIFIED);
  }

  private static @Nullable String first(
      Map<String, String> byKey, List<String> keys, @Nullable String otherwise) {
    for (String key : keys) {
      String value = byKey.get(key.toLowerCase(Locale.ROOT));
      if (value != null) {
        return value;
      }
    }
    return otherwise == null || otherwise.isBlank() ? null : otherwise.strip();
  }

  private static String orElse(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
