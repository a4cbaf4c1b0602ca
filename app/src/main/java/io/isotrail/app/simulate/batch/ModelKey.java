package io.isotrail.app.simulate.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Which model; endpoints and their configs are named in the same way.
 *
 * @param name in lower case, as ARNs have it
 */
record ModelKey(String partition, String account, String region, String name) {

  static final Comparator<ModelKey> ORDER = Comparator.comparing(ModelKey::toString);

  static ModelKey of(JsonNode record, String name) {
    String region = record.path("awsRegion").asText();
    String partition =
        region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    return new ModelKey(
        partition,
        record.path("recipientAccountId").asText(),
        region,
        name.toLowerCase(Locale.ROOT));
  }

  /** The name in the ARN of a model, in the case as given; empty for any other ARN. */
  static Optional<String> nameIn(String arn) {
    String[] parts = arn.split(":", 6);
    if (parts.length < 6
        || !parts[2].equalsIgnoreCase("sagemaker")
        || !parts[5].toLowerCase(Locale.ROOT).startsWith("model/")) {
      return Optional.empty();
    }
    return Optional.of(parts[5].substring("model/".length()));
  }

  String arn() {
    return "arn:" + partition + ":sagemaker:" + region + ":" + account + ":model/" + name;
  }

  @Override
  public String toString() {
    return partition + "/" + account + "/" + region + "/model/" + name;
  }
}
