package io.isotrail.ingest.fetch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which role reads which bucket.
 *
 * @param byBucket bucket to role; {@value #ANY} stands for every bucket that is not named
 */
public record AwsRoles(Map<String, AwsRole> byBucket) {

  /** Every bucket that is not named. */
  public static final String ANY = "*";

  /** No role: the credentials that the SDK's default chain finds read every bucket. */
  public static final AwsRoles NONE = new AwsRoles(Map.of());

  private static final Pattern SPACE = Pattern.compile("\\s+");

  public AwsRoles {
    byBucket = Map.copyOf(byBucket);
  }

  /**
   * Reads {@code BUCKET ROLE_ARN [EXTERNAL_ID]; ...}.
   *
   * @throws IllegalArgumentException saying what is accepted
   */
  public static AwsRoles parse(String text) {
    Map<String, AwsRole> roles = new TreeMap<>();
    for (String entry : text.split(";", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      List<String> words = List.of(SPACE.split(entry.strip()));
      if (words.size() < 2 || words.size() > 3) {
        throw new IllegalArgumentException(
            "'" + entry.strip() + "' is not BUCKET ROLE_ARN [EXTERNAL_ID]; entries end with ;");
      }
      AwsRole role =
          new AwsRole(
              words.get(1), words.size() == 3 ? Optional.of(words.get(2)) : Optional.empty());
      if (roles.put(words.get(0), role) != null) {
        throw new IllegalArgumentException("the bucket " + words.get(0) + " is named twice");
      }
    }
    return new AwsRoles(roles);
  }

  /** The role that reads a bucket; empty when none does. */
  public Optional<AwsRole> of(String bucket) {
    return Optional.ofNullable(byBucket.get(bucket))
        .or(() -> Optional.ofNullable(byBucket.get(ANY)));
  }
}
