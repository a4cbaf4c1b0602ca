package io.isotrail.streams.oracle;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Deployed;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Rejected;
import io.isotrail.avro.Seen;
import io.isotrail.avro.Tagged;
import io.isotrail.avro.Undeployed;
import io.isotrail.avro.Untagged;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the call of a step observed, as ingest would read it from a record. */
final class Bodies {

  /** The ARN of a denying policy that some of the generated policies list. */
  static final String LISTED_POLICY = "arn:aws:organizations::999999999999:policy/o-x/scp/p-listed";

  /** The rule of a pipeline that some of the generated policies list. */
  static final String LISTED_RULE = "CKV_AWS_370";

  /** A time of creation that inventories give: 2026-02-18T10:13:20Z, before all other facts. */
  static final long BEFORE_ALL = 1_771_409_600L;

  private static final int FLAVOR_WITHOUT_MODEL = 7;
  private static final String OTHER_POLICY =
      "arn:aws:organizations::999999999999:policy/o-x/scp/p-other";

  private static final List<Map<String, String>> TAGS =
      List.of(
          Map.of(),
          Map.of("env", "prod"),
          Map.of("Environment", "dev"),
          Map.of("env", "prod", "classification", "pii"),
          Map.of("team", "risk"),
          Map.of("sensitivity", "internal", "stage", "LIVE"),
          Map.of("data-classification", "Confidential", "owner", "Ana"),
          // A blank value says nothing.
          Map.of("env", "", "stage", "prod"),
          Map.of("ENV", "test", "env", "prod"),
          Map.of("classification", "weird", "env", "staging"),
          Map.of("team", "fraud", "env", "production", "classification", "public"),
          Map.of("environment", "dev", "env", "prod"));

  private static final List<String> IMAGES =
      List.of(
          "763104351884.dkr.ecr.eu-central-1.amazonaws.com/pytorch:2",
          "registry.bank.example/ml/scorer:7",
          "docker.io/somebody/scorer:1");

  private static final List<String> PACKAGES =
      List.of(
          "arn:aws:sagemaker:us-east-1:865070037744:model-package/forecaster",
          "arn:aws:sagemaker:us-east-1:222222222222:model-package/own",
          "own-package");

  private Bodies() {}

  static Map<String, String> tags(Step step) {
    return TAGS.get(step.tags());
  }

  static Isolation isolation(Step step) {
    return switch (step.flavor() % 4) {
      case 1 -> Isolation.ISOLATED;
      case 3 -> Isolation.UNKNOWN;
      default -> Isolation.NOT_ISOLATED;
    };
  }

  static Object of(Step step, Subject subject) {
    return switch (step.verb()) {
      case CREATE_MODEL, CREATE_DEFINITION, CREATE_RUN -> plain(step);
      case CREATE_CONFIG -> config(step);
      case CREATE_SCHEDULE, REDEFINE_SCHEDULE -> schedule(step);
      case DELETE_MODEL, DELETE_CONFIG, DELETE_SCHEDULE, DELETE_DEFINITION, END_RUN ->
          new Deleted();
      case TAG -> new Tagged(new TreeMap<>(tags(step)));
      case UNTAG -> untagged(step);
      case CREATE_ENDPOINT, UPDATE_ENDPOINT -> Facts.deployed(Subject.configName(step.flavor()));
      case CREATE_COMPONENT -> component(step, Subject.endpointName(step.flavor()));
      case UPDATE_COMPONENT -> component(step, null);
      case DELETE_ENDPOINT, DELETE_COMPONENT -> new Undeployed();
      case TRANSFORM -> Facts.naming(List.of(Subject.modelName(step.flavor())));
      case SEE -> seen(step);
      case REJECT -> rejected(step, subject);
    };
  }

  /** A request that is omitted shows nothing at all. */
  private static Created plain(Step step) {
    Isolation isolation = isolation(step);
    if (isolation == Isolation.UNKNOWN) {
      return Facts.created(isolation, Map.of());
    }
    return Created.newBuilder(Facts.created(isolation, tags(step)))
        .setImages(images(step))
        .setModelPackages(packages(step))
        .build();
  }

  private static List<String> images(Step step) {
    return step.flavor() / 4 == 1 ? List.of(IMAGES.get(step.id() % IMAGES.size())) : List.of();
  }

  private static List<String> packages(Step step) {
    return step.flavor() / 4 == 2 ? List.of(PACKAGES.get(step.id() % PACKAGES.size())) : List.of();
  }

  private static Created config(Step step) {
    int flavor = step.flavor();
    return switch (flavor % 6) {
      case 0, 1 -> withTags(Facts.naming(List.of(Subject.modelName(flavor / 2))), step);
      case 2 ->
          withTags(
              // The second one is a shadow variant.
              Facts.naming(
                  List.of(
                      Subject.modelName(flavor),
                      Subject.modelName(flavor + 1).toUpperCase(Locale.ROOT))),
              step);
      case 3 -> Facts.created(Isolation.NOT_ISOLATED, tags(step));
      case 4 -> Facts.created(Isolation.ISOLATED, tags(step));
      default -> Facts.created(Isolation.UNKNOWN, Map.of());
    };
  }

  private static Created withTags(Created created, Step step) {
    return Created.newBuilder(created).setTags(new TreeMap<>(tags(step))).build();
  }

  private static Created schedule(Step step) {
    if (step.flavor() % 3 == 2) {
      return Facts.byDefinition(Subject.definitionKind(step.flavor()), Subject.DEFINITION);
    }
    boolean redefinition = step.verb() == Step.Verb.REDEFINE_SCHEDULE;
    Isolation isolation = isolation(step);
    // An update carries no tags.
    return Facts.created(
        isolation, redefinition || isolation == Isolation.UNKNOWN ? Map.of() : tags(step));
  }

  private static Untagged untagged(Step step) {
    List<String> keys = tags(step).keySet().stream().sorted().toList();
    return new Untagged(keys.isEmpty() ? List.of("env") : keys);
  }

  private static Deployed component(Step step, @Nullable String endpoint) {
    boolean namesNone = step.flavor() == FLAVOR_WITHOUT_MODEL;
    return Facts.component(
        endpoint, namesNone ? List.of() : List.of(Subject.modelName(step.flavor())));
  }

  private static Seen seen(Step step) {
    Long createdAt = step.flavor() < 6 ? null : BEFORE_ALL;
    Map<String, String> tags = step.id() % 2 == 0 ? null : tags(step);
    return Facts.seen(isolation(step), createdAt, tags);
  }

  private static Rejected rejected(Step step, Subject subject) {
    String action = "sagemaker:" + subject.operation();
    return switch (step.flavor()) {
      case 0 -> denied(step, action, null, true, Isolation.NOT_ISOLATED);
      case 1 -> denied(step, action, null, true, Isolation.ISOLATED);
      case 2 -> denied(step, null, null, false, Isolation.UNKNOWN);
      case 3 -> denied(step, action, LISTED_POLICY, false, Isolation.UNKNOWN);
      case 4 -> denied(step, action, OTHER_POLICY, false, Isolation.UNKNOWN);
      case 5 -> denied(step, "sagemaker:AddTags", null, true, Isolation.NOT_ISOLATED);
      case 6 ->
          Rejected.newBuilder(denied(step, null, null, true, Isolation.NOT_ISOLATED))
              .setErrorCode("ValidationException")
              .setIsolationRequired(true)
              .build();
      case 7 -> ofPipeline(step, LISTED_RULE);
      case 8 -> ofPipeline(step, "ANOTHER_RULE");
      case 9 -> denied(step, "iam:PassRole", null, false, Isolation.UNKNOWN);
      case 10 -> denied(step, action, null, true, Isolation.UNKNOWN);
      default -> denied(step, null, null, false, Isolation.UNKNOWN);
    };
  }

  private static Rejected denied(
      Step step,
      @Nullable String action,
      @Nullable String policy,
      boolean visible,
      Isolation isolation) {
    return Rejected.newBuilder()
        .setErrorCode("AccessDenied")
        .setDeniedAction(action)
        .setDenyingPolicy(policy)
        .setRequestVisible(visible)
        .setIsolation(isolation)
        .setTags(visible ? new TreeMap<>(tags(step)) : Map.of())
        .setPipeline(null)
        .setRule(null)
        .build();
  }

  private static Rejected ofPipeline(Step step, String rule) {
    return Rejected.newBuilder(denied(step, null, null, false, Isolation.UNKNOWN))
        .setErrorCode("")
        .setPipeline("ci")
        .setRule(rule)
        .build();
  }
}
