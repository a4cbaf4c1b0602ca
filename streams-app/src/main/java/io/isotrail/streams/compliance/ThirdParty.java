package io.isotrail.streams.compliance;

import java.util.List;
import java.util.Locale;

/**
 * Whether a container comes from outside the organisation: from a model package of a foreign
 * account (Marketplace packages are owned by AWS's accounts), or, where the policy names the own
 * registries, from an image elsewhere.
 */
final class ThirdParty {

  private ThirdParty() {}

  static boolean is(
      Policy policy, String account, List<String> images, List<String> modelPackages) {
    if (modelPackages.isEmpty() && policy.ownRegistries().isEmpty()) {
      return false;
    }
    return modelPackages.stream().anyMatch(named -> isForeignPackage(policy, account, named))
        || (!policy.ownRegistries().isEmpty()
            && images.stream().anyMatch(image -> !isOwnImage(policy, image)));
  }

  /** A name without an ARN is a package of the same account. */
  private static boolean isForeignPackage(Policy policy, String account, String named) {
    String[] parts = named.split(":", 6);
    if (parts.length != 6) {
      return false;
    }
    String owner = parts[4];
    return !owner.equals(account)
        && !policy.accounts().containsKey(owner)
        && !policy.ownRegistries().contains(owner);
  }

  private static boolean isOwnImage(Policy policy, String image) {
    String folded = image.toLowerCase(Locale.ROOT);
    return policy.ownRegistries().stream()
        .map(registry -> registry.toLowerCase(Locale.ROOT))
        .anyMatch(registry -> startsWithSegment(folded, registry));
  }

  /**
   * The prefix must end where a part of the reference ends, or else {@code registry.example} would
   * let {@code registry.example.evil.test} pass.
   */
  private static boolean startsWithSegment(String image, String registry) {
    if (isAccount(registry)) {
      return image.startsWith(registry + ".dkr.ecr.");
    }
    if (!image.startsWith(registry)) {
      return false;
    }
    return registry.endsWith("/")
        || image.length() == registry.length()
        || "/:@".indexOf(image.charAt(registry.length())) >= 0;
  }

  private static boolean isAccount(String registry) {
    return registry.length() == 12 && registry.chars().allMatch(Character::isDigit);
  }
}
