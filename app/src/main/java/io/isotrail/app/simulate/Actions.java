package io.isotrail.app.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.simulate.Organisation.Team;
import io.isotrail.app.simulate.SageMakerRecords.Caller;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a team can do to its models: each method is one call to SageMaker. */
final class Actions {

  private final Dice dice;
  private final SageMakerRecords records;
  private final Outlet outlet;

  /** Where records go. */
  interface Outlet {
    void add(Place place, long at, ObjectNode record);
  }

  Actions(Dice dice, Outlet outlet) {
    this.dice = dice;
    this.records = new SageMakerRecords(dice);
    this.outlet = outlet;
  }

  SageMakerRecords records() {
    return records;
  }

  void create(Model model, long at) {
    Caller caller = records.caller(model.team());
    ObjectNode record = creation(caller, model, at, model.createRequest(dice));
    outlet.add(model.place(), at, record);
  }

  /** A create whose request was too large for CloudTrail: nobody can see the flag. */
  void createHidden(Model model, long at) {
    Caller caller = records.caller(model.team());
    outlet.add(model.place(), at, creation(caller, model, at, records.omittedRequest()));
  }

  /** A create that is first told without the flag and then corrected. */
  void createCorrected(Model model, long at) {
    Caller caller = records.caller(model.team());
    ObjectNode request = model.createRequest(dice);
    ObjectNode incomplete = request.deepCopy();
    incomplete.remove("enableNetworkIsolation");
    ObjectNode original = creation(caller, model, at, incomplete);
    outlet.add(model.place(), at, original);
    outlet.add(model.place(), at, records.addendum(original, request));
  }

  void delete(Model model, long at) {
    call(
        model.team(),
        at,
        "DeleteModel",
        SageMakerRecords.object().put("modelName", model.name()),
        Optional.empty());
  }

  void tag(Model model, Map<String, String> tags, long at) {
    ObjectNode request = SageMakerRecords.object().put("resourceArn", typedArn(model));
    request.set("tags", SageMakerRecords.tags(tags));
    ObjectNode response = SageMakerRecords.object();
    response.set("tags", SageMakerRecords.tags(tags));
    call(model.team(), at, "AddTags", request, Optional.of(response));
  }

  void untag(Model model, List<String> keys, long at) {
    ObjectNode request = SageMakerRecords.object().put("resourceArn", typedArn(model));
    keys.forEach(request.putArray("tagKeys")::add);
    call(model.team(), at, "DeleteTags", request, Optional.empty());
  }

  void configure(Model model, String config, long at) {
    ObjectNode request = SageMakerRecords.object().put("endpointConfigName", config);
    request
        .putArray("productionVariants")
        .addObject()
        .put("variantName", "AllTraffic")
        .put("modelName", model.name())
        .put("initialInstanceCount", 1)
        .put("instanceType", "ml.m5.xlarge")
        .put("initialVariantWeight", 1.0);
    answered(model, at, "CreateEndpointConfig", request, "endpoint-config", config);
  }

  void deploy(Model model, String endpoint, String config, boolean first, long at) {
    ObjectNode request =
        SageMakerRecords.object().put("endpointName", endpoint).put("endpointConfigName", config);
    answered(model, at, first ? "CreateEndpoint" : "UpdateEndpoint", request, "endpoint", endpoint);
  }

  void deleteConfig(Model model, String config, long at) {
    call(
        model.team(),
        at,
        "DeleteEndpointConfig",
        SageMakerRecords.object().put("endpointConfigName", config),
        Optional.empty());
  }

  void call(
      Team team, long at, String operation, ObjectNode request, Optional<ObjectNode> response) {
    outlet.add(
        team.place(),
        at,
        records.succeeded(records.caller(team), team.place(), at, operation, request, response));
  }

  void refused(
      Caller caller,
      Model model,
      long at,
      Optional<ObjectNode> request,
      String errorCode,
      String message) {
    outlet.add(
        model.place(),
        at,
        records.failed(caller, model.place(), at, "CreateModel", request, errorCode, message));
  }

  private ObjectNode creation(Caller caller, Model model, long at, ObjectNode request) {
    ObjectNode response = SageMakerRecords.object().put("modelArn", model.answeredArn());
    return records.succeeded(
        caller, model.place(), at, "CreateModel", request, Optional.of(response));
  }

  private void answered(
      Model model, long at, String operation, ObjectNode request, String kind, String name) {
    String field = kind.equals("endpoint") ? "endpointArn" : "endpointConfigArn";
    ObjectNode response =
        SageMakerRecords.object().put(field, model.arn(kind, name.toLowerCase(Locale.ROOT)));
    call(model.team(), at, operation, request, Optional.of(response));
  }

  /** People type an ARN as they please. */
  private String typedArn(Model model) {
    return switch (dice.below(10)) {
      case 0 -> model.arn("model", model.name().toUpperCase(Locale.ROOT));
      case 1, 2, 3 -> model.arn();
      default -> model.answeredArn();
    };
  }
}
