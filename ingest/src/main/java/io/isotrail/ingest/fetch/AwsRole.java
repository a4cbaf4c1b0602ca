package io.isotrail.ingest.fetch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A role that is assumed to read a bucket (STS AssumeRole,
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
 *
 * @param arn of partition aws, aws-cn or aws-us-gov, or another that AWS adds
 * @param externalId what the role's trust policy may ask for; empty when it asks for none
 */
public record AwsRole(String arn, Optional<String> externalId) {

  private static final Pattern ARN =
      Pattern.compile("arn:(aws[a-z-]*):iam::\\d{12}:role/[\\w+=,.@/-]{1,576}");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

  public AwsRole {
    if (!ARN.matcher(arn).matches()) {
      throw new IllegalArgumentException(
          "'" + arn + "' is no ARN of a role such as arn:aws:iam::111122223333:role/isotrail");
    }
    if (externalId.filter(id -> !EXTERNAL_ID.matcher(id).matches()).isPresent()) {
      throw new IllegalArgumentException(
          "an external id has 2 to 1224 letters, digits and any of _+=,.@:/-");
    }
  }

  /** The region to begin with where none is configured: credentials hold in one partition only. */
  public String region() {
    Matcher matcher = ARN.matcher(arn);
    return switch (matcher.matches() ? matcher.group(1) : "") {
      case "aws-cn" -> "cn-north-1";
      case "aws-us-gov" -> "us-gov-west-1";
      default -> "us-east-1";
    };
  }
}
