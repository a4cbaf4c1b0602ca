package io.isotrail.streams.rejections;

import io.isotrail.schemas.resource.ResourceKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which resource a result of SARIF is about. Infrastructure code names it by its address in that
 * code, such as {@code module.ml.aws_sagemaker_model.fraud}: that address is the name here, since
 * the name that AWS would have given is not in the file, and the type in it says the kind. Where
 * there is no address the place in the files stands in, so that two findings stay two.
 */
final class SarifResource {

  private static final int LONGEST = 256;

  /** Types of Terraform and of CloudFormation, lower case. */
  private static final Map<String, ResourceKind> KINDS =
      Map.ofEntries(
          Map.entry("aws_sagemaker_model", ResourceKind.MODEL),
          Map.entry("aws_sagemaker_endpoint_configuration", ResourceKind.ENDPOINT_CONFIG),
          Map.entry("aws_sagemaker_monitoring_schedule", ResourceKind.MONITORING_SCHEDULE),
          Map.entry(
              "aws_sagemaker_data_quality_job_definition",
              ResourceKind.DATA_QUALITY_JOB_DEFINITION),
          Map.entry("aws::sagemaker::model", ResourceKind.MODEL),
          Map.entry("aws::sagemaker::endpointconfig", ResourceKind.ENDPOINT_CONFIG),
          Map.entry("aws::sagemaker::monitoringschedule", ResourceKind.MONITORING_SCHEDULE),
          Map.entry(
              "aws::sagemaker::dataqualityjobdefinition", ResourceKind.DATA_QUALITY_JOB_DEFINITION),
          Map.entry(
              "aws::sagemaker::modelqualityjobdefinition",
              ResourceKind.MODEL_QUALITY_JOB_DEFINITION),
          Map.entry(
              "aws::sagemaker::modelbiasjobdefinition", ResourceKind.MODEL_BIAS_JOB_DEFINITION),
          Map.entry(
              "aws::sagemaker::modelexplainabilityjobdefinition",
              ResourceKind.MODEL_EXPLAINABILITY_JOB_DEFINITION));

  private SarifResource() {}

  static Values.Named of(Members result) {
    String address = address(result).or(() -> place(result)).orElse("");
    ResourceKind kind =
        Stream.of(address.toLowerCase(Locale.ROOT).split("[.\\[\\]]", -1))
            .flatMap(part -> Optional.ofNullable(KINDS.get(part)).stream())
            .findFirst()
            .orElse(ResourceKind.MODEL);
    String name = address.replace('/', ':');
    return Values.Named.of(kind, name.length() <= LONGEST ? name : name.substring(0, LONGEST))
        .orElseThrow();
  }

  private static Optional<String> address(Members result) {
    List<Members> locations = result.objects("locations");
    if (locations.isEmpty()) {
      return Optional.empty();
    }
    List<Members> logical = locations.getFirst().objects("logicalLocations");
    return logical.isEmpty()
        ? Optional.empty()
        : logical
            .getFirst()
            .text("fullyQualifiedName")
            .or(() -> logical.getFirst().text("name"))
            .filter(text -> Values.isText(text, 4_096));
  }

  /** File and line; empty when there is none. */
  static Optional<String> place(Members result) {
    List<Members> locations = result.objects("locations");
    if (locations.isEmpty()) {
      return Optional.empty();
    }
    Members physical = locations.getFirst().object("physicalLocation");
    String line =
        physical.object("region").number("startLine").map(number -> ":" + number).orElse("");
    return physical
        .object("artifactLocation")
        .text("uri")
        .filter(text -> Values.isText(text, 4_096))
        .map(uri -> uri + line);
  }
}
