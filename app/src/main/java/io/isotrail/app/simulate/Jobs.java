package io.isotrail.app.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.simulate.Organisation.Team;
import java.util.Optional;

/** Training and processing jobs: most of what a team does with SageMaker. */
final class Jobs {

  private final Dice dice;
  private final Actions actions;

  Jobs(Dice dice, Actions actions) {
    this.dice = dice;
    this.actions = actions;
  }

  void tell(Team team, long at) {
    if (dice.chance(0.6)) {
      train(team, at);
    } else {
      process(team, at);
    }
  }

  private void train(Team team, long at) {
    String name = team.product() + "-training-" + dice.hex(8);
    ObjectNode request = SageMakerRecords.object().put("trainingJobName", name);
    request
        .putObject("algorithmSpecification")
        .put("trainingImage", image(team, "train"))
        .put("trainingInputMode", "File");
    request.put("roleArn", role(team));
    request.putObject("outputDataConfig").put("s3OutputPath", bucket(team) + "/output");
    request
        .putObject("resourceConfig")
        .put("instanceType", "ml.m5.2xlarge")
        .put("instanceCount", 1)
        .put("volumeSizeInGB", 50)
        .put("volumeKmsKeyId", "")
        .put("keepAlivePeriodInSeconds", 0);
    request.putObject("stoppingCondition").put("maxRuntimeInSeconds", 86_400);
    request.putArray("tags");
    request.put("enableNetworkIsolation", dice.chance(0.7));
    request.put("enableInterContainerTrafficEncryption", dice.chance(0.3));
    request.put("disableEFA", false).put("withWarmPoolValidationError", false);
    String arn = arn(team, "training-job", name);
    request.put("trainingJobArn", arn);
    actions.call(
        team,
        at,
        "CreateTrainingJob",
        request,
        Optional.of(SageMakerRecords.object().put("trainingJobArn", arn)));
    if (dice.chance(0.1)) {
      actions.call(
          team,
          at + dice.between(300, 20_000),
          "StopTrainingJob",
          SageMakerRecords.object().put("trainingJobName", name),
          Optional.empty());
    }
  }

  private void process(Team team, long at) {
    String name = team.product() + "-processing-" + dice.hex(8);
    ObjectNode request = SageMakerRecords.object().put("processingJobName", name);
    request.putObject("appSpecification").put("imageUri", image(team, "process"));
    request.put("roleArn", role(team));
    request
        .putObject("processingResources")
        .putObject("clusterConfig")
        .put("instanceCount", 1)
        .put("instanceType", "ml.m5.large")
        .put("volumeSizeInGB", 30);
    request.putObject("networkConfig").put("enableNetworkIsolation", dice.chance(0.6));
    actions.call(
        team,
        at,
        "CreateProcessingJob",
        request,
        Optional.of(
            SageMakerRecords.object().put("processingJobArn", arn(team, "processing-job", name))));
  }

  private static String arn(Team team, String kind, String name) {
    return "arn:aws:sagemaker:"
        + team.place().region()
        + ":"
        + team.place().account()
        + ":"
        + kind
        + "/"
        + name;
  }

  private static String image(Team team, String tag) {
    return team.place().account()
        + ".dkr.ecr."
        + team.place().region()
        + ".amazonaws.com/"
        + team.product()
        + ":"
        + tag;
  }

  private static String role(Team team) {
    return "arn:aws:iam::" + team.place().account() + ":role/sagemaker-exec";
  }

  private static String bucket(Team team) {
    return "s3://" + team.name() + "-data";
  }
}
