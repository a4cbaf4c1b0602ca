package io.isotrail.app.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.simulate.Organisation.Team;
import java.util.Locale;
import java.util.Map;

/**
 * A model as its team asks for it.
 *
 * @param name in the team's letter case
 * @param isolation how the request states isolation
 * @param tags given on create
 * @param vpc whether it also asks for a VPC, which is not isolation
 */
record Model(
    Team team,
    String name,
    Flag isolation,
    Map<String, String> tags,
    boolean vpc,
    Container container) {

  /** How the request states isolation. */
  enum Flag {
    TRUE,
    FALSE,
    /** Not at all, which the API takes for false. */
    ABSENT
  }

  /** Where the container comes from. */
  enum Container {
    OWN_IMAGE,
    AWS_IMAGE,
    FOREIGN_IMAGE,
    OWN_PACKAGE,
    MARKETPLACE
  }

  boolean isolated() {
    return isolation == Flag.TRUE;
  }

  Place place() {
    return team.place();
  }

  /** The ARN with the name as given. */
  String arn() {
    return arn("model", name);
  }

  /** The ARN as SageMaker answers: in lower case. */
  String answeredArn() {
    return arn("model", name.toLowerCase(Locale.ROOT));
  }

  String arn(String kind, String resource) {
    return "arn:aws:sagemaker:"
        + place().region()
        + ":"
        + place().account()
        + ":"
        + kind
        + "/"
        + resource;
  }

  Model with(Flag changed) {
    return new Model(team, name, changed, tags, vpc, container);
  }

  Model named(String changed) {
    return new Model(team, changed, isolation, tags, vpc, container);
  }

  /** The request parameters of CreateModel. */
  ObjectNode createRequest(Dice dice) {
    ObjectNode request = SageMakerRecords.object().put("modelName", name);
    ObjectNode primary = request.putObject("primaryContainer");
    String region = place().region();
    switch (container) {
      case OWN_IMAGE -> primary.put("image", image(place().account(), region));
      case AWS_IMAGE -> primary.put("image", image(Organisation.REGISTRY_ACCOUNT, region));
      case FOREIGN_IMAGE -> primary.put("image", "public.ecr.aws/openmodels/" + team.product());
      case OWN_PACKAGE -> primary.put("modelPackageName", packageArn(place().account()));
      case MARKETPLACE ->
          primary.put("modelPackageName", packageArn(Organisation.MARKETPLACE_ACCOUNT));
    }
    primary.put(
        "modelDataUrl",
        "s3://" + team.name() + "-models/" + team.product() + "/" + dice.hex(12) + "/model.tar.gz");
    primary.putObject("environment").put("LOG_LEVEL", "info").put("BUILD", dice.hex(10));
    request.put("executionRoleArn", "arn:aws:iam::" + place().account() + ":role/sagemaker-exec");
    if (!tags.isEmpty()) {
      request.set("tags", SageMakerRecords.tags(tags));
    }
    switch (isolation) {
      case TRUE -> request.put("enableNetworkIsolation", true);
      case FALSE -> request.put("enableNetworkIsolation", false);
      case ABSENT -> {}
    }
    if (vpc) {
      ObjectNode network = request.putObject("vpcConfig");
      network.putArray("securityGroupIds").add("sg-" + dice.hex(17));
      network.putArray("subnets").add("subnet-" + dice.hex(17)).add("subnet-" + dice.hex(17));
    }
    return request;
  }

  private String image(String account, String region) {
    return account + ".dkr.ecr." + region + ".amazonaws.com/" + team.product() + ":latest";
  }

  private String packageArn(String account) {
    return "arn:aws:sagemaker:"
        + place().region()
        + ":"
        + account
        + ":model-package/"
        + team.product()
        + "/3";
  }
}
