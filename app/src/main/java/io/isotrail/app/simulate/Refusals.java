package io.isotrail.app.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.simulate.Model.Container;
import io.isotrail.app.simulate.Model.Flag;
import io.isotrail.app.simulate.SageMakerRecords.Caller;
import java.util.Optional;

/**
 * Creates that AWS refuses, in the forms of message that are known from public threads: by an
 * identity policy, by an explicit deny, by a service control policy with and without its name, for
 * another action, by Marketplace's validation; and calls that fail without being refused.
 */
final class Refusals {

  /** The service control policy that this organisation lists in its policy. */
  static String guardrailPolicy(String organisation) {
    return "arn:aws:organizations::"
        + Organisation.REGISTRY_ACCOUNT
        + ":policy/"
        + organisation
        + "/service_control_policy/p-isolation1";
  }

  private static final String DENIED = "AccessDenied";
  private static final String DENIED_LONG = "AccessDeniedException";

  private final Dice dice;
  private final Actions actions;
  private final String organisation;

  Refusals(Dice dice, Actions actions, String organisation) {
    this.dice = dice;
    this.actions = actions;
    this.organisation = organisation;
  }

  /** The guardrail stops a model that is not isolated; a pipeline tries again and again. */
  void guardrail(Model model, long at) {
    Caller caller = actions.records().caller(model.team());
    long tries = dice.between(1, 4);
    boolean visible = dice.chance(0.45);
    int form = dice.below(3);
    long when = at;
    for (long i = 0; i < tries; i++) {
      String message =
          opening(caller, model, "sagemaker:CreateModel")
              + model.answeredArn()
              + switch (form) {
                case 0 -> " with an explicit deny in a service control policy";
                case 1 ->
                    " with an explicit deny in a service control policy: "
                        + guardrailPolicy(organisation);
                default -> " with an explicit deny";
              };
      Optional<ObjectNode> request =
          visible ? Optional.of(model.createRequest(dice)) : Optional.empty();
      actions.refused(
          caller, model, when, request, dice.chance(0.7) ? DENIED : DENIED_LONG, message);
      when += dice.between(15, 90);
    }
  }

  /** Refusals that have nothing to do with isolation, or nobody can tell. */
  void other(Model model, long at) {
    Caller caller = actions.records().caller(model.team());
    switch (dice.below(6)) {
      case 0 ->
          denied(
              caller,
              model,
              at,
              opening(caller, model, "sagemaker:AddTags")
                  + model.answeredArn()
                  + " because no identity-based policy allows the sagemaker:AddTags action");
      case 1 ->
          denied(
              caller,
              model,
              at,
              opening(caller, model, "iam:PassRole")
                  + "arn:aws:iam::"
                  + model.place().account()
                  + ":role/sagemaker-exec because no identity-based policy allows the iam:PassRole"
                  + " action");
      case 2 ->
          denied(
              caller,
              model,
              at,
              opening(caller, model, "sagemaker:CreateModel")
                  + model.answeredArn()
                  + " because no identity-based policy allows the sagemaker:CreateModel action");
      case 3 -> {
        Model isolated = model.with(Flag.TRUE);
        actions.refused(
            caller,
            isolated,
            at,
            Optional.of(isolated.createRequest(dice)),
            DENIED,
            opening(caller, model, "sagemaker:CreateModel")
                + model.answeredArn()
                + " because no permissions boundary allows the sagemaker:CreateModel action");
      }
      case 4 -> {
        Model careless =
            new Model(
                model.team(),
                model.name(),
                dice.chance(0.5) ? Flag.FALSE : Flag.ABSENT,
                model.tags(),
                model.vpc(),
                Container.MARKETPLACE);
        actions.refused(
            caller,
            careless,
            at,
            Optional.of(careless.createRequest(dice)),
            "ValidationException",
            "EnableNetworkIsolation must be true for jobs using SageMaker Marketplace algorithms");
      }
      default ->
          actions.refused(
              caller,
              model,
              at,
              Optional.of(model.createRequest(dice)),
              "ValidationException",
              "Cannot create already existing model \"" + model.answeredArn() + "\".");
    }
  }

  private void denied(Caller caller, Model model, long at, String message) {
    actions.refused(caller, model, at, Optional.empty(), DENIED, message);
  }

  private static String opening(Caller caller, Model model, String action) {
    return "User: "
        + caller.arn(model.place())
        + " is not authorized to perform: "
        + action
        + " on resource: ";
  }
}
