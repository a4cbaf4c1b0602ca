package io.isotrail.streams.rejections;

import io.isotrail.schemas.resource.GovernedOperation;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.schemas.resource.ResourceKind;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may stand in a report, whichever shape it has. Each method is empty for what may not. */
final class Values {

  static final String INSTANT =
      "an instant in UTC such as 2026-03-01T12:00:00Z, from 2000 on and at most an hour ahead";
  static final String TEXT = " printable characters";

  private static final long FIRST = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
  private static final long MOST_SECONDS_AHEAD = 3_600;
  private static final int LONGEST_NAME = 256;
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z0-9]{1,16}){1,4}");
  private static final Map<String, String> PARTITION_BY_PREFIX =
      Map.of(
          "cn-", "aws-cn",
          "us-gov-", "aws-us-gov",
          "us-iso-", "aws-iso",
          "us-isob-", "aws-iso-b",
          "eu-isoe-", "aws-iso-e",
          "us-isof-", "aws-iso-f",
          "eusc-", "aws-eusc");

  private Values() {}

  static boolean isAccount(String text) {
    return ACCOUNT.matcher(text).matches();
  }

  static boolean isRegion(String text) {
    return REGION.matcher(text).matches();
  }

  /** Text of a length between one and the most, without control characters or lone surrogates. */
  static boolean isText(String text, int most) {
    return !text.isBlank()
        && text.length() <= most
        && text.codePoints()
            .allMatch(
                point ->
                    !Character.isISOControl(point)
                        && Character.getType(point) != Character.SURROGATE
                        && Character.getType(point) != Character.FORMAT);
  }

  /** Epoch seconds; parts of a second are cut off. */
  static Optional<Long> instant(String text, long now) {
    try {
      long seconds = Instant.parse(text).getEpochSecond();
      return seconds >= FIRST && seconds <= now + MOST_SECONDS_AHEAD
          ? Optional.of(seconds)
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static String partition(String region) {
    return PARTITION_BY_PREFIX.entrySet().stream()
        .filter(entry -> region.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("aws");
  }

  /** The create call of a kind, where that carries the flag. */
  static Optional<GovernedOperation> creation(ResourceKind kind) {
    return GovernedOperation.all().stream()
        .filter(operation -> operation.effect() == GovernedOperation.Effect.CREATE)
        .filter(GovernedOperation::carriesIsolation)
        .filter(operation -> operation.kind().filter(kind::equals).isPresent())
        .min(Comparator.comparing(GovernedOperation::eventName));
  }

  /** What is named, before account and region are known. */
  record Named(ResourceKind kind, String name, GovernedOperation operation) {

    static Optional<Named> of(ResourceKind kind, String name) {
      return name.length() <= LONGEST_NAME && name.indexOf('/') < 0
          ? creation(kind).map(operation -> new Named(kind, name, operation))
          : Optional.empty();
    }

    ResourceKey key(String account, String region) {
      return new ResourceKey(partition(region), account, region, kind, name);
    }
  }
}
