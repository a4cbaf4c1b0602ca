package io.isotrail.streams.compliance;

import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private static final Policy.Account UNKNOWN_ACCOUNT = new Policy.Account(null, null, null, null);

  /**
   * Classifies by tags, and by the account where tags are silent. The keys of the policy are looked
   * up in their order and in any letter case; of several tags that differ in case only, the one
   * whose key comes first in code point order counts. A blank value says nothing.
   *
   * @param inService whether it serves: where everything else is silent that is production
   */
  public static Classification of(
      Policy policy, String account, Map<String, String> tags, boolean inService) {
    Tags known = Tags.of(tags);
    return of(
        policy,
        account,
        known.first(known.places(policy.environmentKeys())),
        known.first(known.places(policy.sensitivityKeys())),
        known.first(known.places(policy.ownerKeys())),
        inService);
  }

  /** By what the tags say, which is null where they are silent. */
  static Classification of(
      Policy policy,
      String account,
      @Nullable String environment,
      @Nullable String sensitivity,
      @Nullable String owner,
      boolean inService) {
    Policy.Account known = policy.accounts().getOrDefault(account, UNKNOWN_ACCOUNT);
    return new Classification(
        environment == null
            ? environmentOf(policy, known.environment(), inService)
            : environment(policy, environment),
        sensitivity == null
            ? sensitivityOf(policy, known.sensitivity())
            : sensitivity(policy, sensitivity),
        owner == null ? orElse(known.owner(), "") : owner);
  }

  private static String environment(Policy policy, String tag) {
    return policy.productionValues().contains(tag.toLowerCase(Locale.ROOT))
        ? PRODUCTION
        : NON_PRODUCTION;
  }

  private static String sensitivity(Policy policy, String tag) {
    return orElse(policy.sensitivityValues().get(tag.toLowerCase(Locale.ROOT)), UNCLASSIFIED);
  }

  /** The map of accounts may use the plain words, whatever values the policy reads from tags. */
  private static String environmentOf(Policy policy, @Nullable String account, boolean inService) {
    if (account == null) {
      return inService ? PRODUCTION : UNTAGGED;
    }
    return account.equalsIgnoreCase(PRODUCTION) ? PRODUCTION : environment(policy, account);
  }

  private static String sensitivityOf(Policy policy, @Nullable String account) {
    if (account == null) {
      return UNCLASSIFIED;
    }
    String folded = account.toLowerCase(Locale.ROOT);
    return SENSITIVITIES.contains(folded) ? folded : sensitivity(policy, account);
  }

  private static String orElse(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
