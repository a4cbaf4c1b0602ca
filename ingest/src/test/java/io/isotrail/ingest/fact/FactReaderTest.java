package io.isotrail.ingest.fact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Created;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.ingest.given.Records;
import io.isotrail.ingest.read.RawRecord;
import io.isotrail.schemas.resource.GovernedOperation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every governed operation, in every form that a record may take. */
class FactReaderTest {

  private static final long NOW = Records.AT_SECONDS + 60;

  static Finding find(String record) {
    byte[] bytes = record.getBytes(UTF_8);
    return FactReader.read(new RawRecord(0, 0, bytes, 0, bytes.length), Origin.S3, "s3://b/k", NOW);
  }

  static Fact fact(String record) {
    Finding finding = find(record);
    assertThat(finding).as(record).isInstanceOf(Finding.Facts.class);
    return ((Finding.Facts) finding).facts().getFirst();
  }

  private static Created created(String eventName, String request) {
    return (Created) fact(Records.call(eventName, "e-1", request)).getBody();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:a/b:sagemaker:eu-central-1:111122223333:model/m",
        "arn:aws:sagemaker:eu/central:111122223333:model/m",
        "arn:aws:sagemaker:eu-central-1:1/2:model/m",
        "arn:aws:sagemaker:eu-central-1:111122223333:model/m/n",
      })
  void aCraftedArnNeverLeavesAsAnException(String arn) {
    assertThat(
            find(
                Records.call(
                    "AddTags",
                    "e-1",
                    "{\"resourceArn\":\"" + arn + "\",\"tags\":[{\"key\":\"k\"}]}")))
        .isNotInstanceOf(Finding.Facts.class);
  }

  @Test
  void aCreatedModelIsToldWhole() {
    String record =
        Records.call(
            "CreateModel",
            "e-1",
            Records.AT,
            """
            {"modelName":"Fraud-V3","enableNetworkIsolation":true,
             "primaryContainer":{"image":"1.dkr.ecr/fraud:1","modelPackageName":""},
             "containers":[{"image":"1.dkr.ecr/pre:2"},{"modelPackageName":"arn:aws:sagemaker:x"}],
             "vpcConfig":{"subnets":["s"],"securityGroupIds":["g"]},
             "tags":[{"key":"team","value":"risk"},{"key":"env"},{"value":"lost"}],
             "executionRoleArn":"arn:aws:iam::1:role/x"}""",
            "{\"modelArn\":\"arn:aws:sagemaker:eu-central-1:111122223333:model/fraud-v3\"}",
            "");

    Fact fact = fact(record);

    assertThat(fact.getAccount()).isEqualTo(Records.ACCOUNT);
    assertThat(fact.getEventId()).isEqualTo("e-1");
    assertThat(fact.getAmends()).isNull();
    assertThat(fact.getAt()).isEqualTo(Records.AT_SECONDS);
    assertThat(fact.getOperation()).isEqualTo("CreateModel");
    assertThat(fact.getPartition()).isEqualTo("aws");
    assertThat(fact.getRegion()).isEqualTo(Records.REGION);
    assertThat(fact.getResourceAccount()).isEqualTo(Records.ACCOUNT);
    assertThat(fact.getKind()).isEqualTo("model");
    assertThat(fact.getName()).isEqualTo("Fraud-V3");
    assertThat(fact.getActor()).endsWith("assumed-role/ml/deployer");
    assertThat(fact.getOrigin()).isEqualTo(Origin.S3);
    assertThat(fact.getSource()).isEqualTo("s3://b/k");
    assertThat(fact.getContentHash()).matches("[0-9a-f]{64}");
    assertThat(fact.getBody())
        .isEqualTo(
            Created.newBuilder()
                .setIsolation(Isolation.ISOLATED)
                .setVpc(true)
                .setInterContainerEncryption(null)
                .setTags(Map.of("team", "risk", "env", ""))
                .setImages(List.of("1.dkr.ecr/fraud:1", "1.dkr.ecr/pre:2"))
                .setModelPackages(List.of("arn:aws:sagemaker:x"))
                .build());
  }

  static List<GovernedOperation> carriers() {
    return GovernedOperation.all().stream().filter(GovernedOperation::carriesIsolation).toList();
  }

  @ParameterizedTest
  @MethodSource("carriers")
  void eachOfTheElevenSaysItsFlagAtEachOfItsPlaces(GovernedOperation operation) {
    String name = "\"" + operation.nameField() + "\":\"N\"";
    for (String path : operation.isolationPaths()) {
      assertThat(created(operation.eventName(), "{" + name + "," + at(path, "true") + "}"))
          .satisfies(it -> assertThat(it.getIsolation()).isEqualTo(Isolation.ISOLATED))
          .satisfies(it -> assertThat(it.getHidden()).isFalse());
      assertThat(
              created(operation.eventName(), "{" + name + "," + at(path, "\"true\"") + "}")
                  .getIsolation())
          .isEqualTo(Isolation.ISOLATED);
      assertThat(
              created(operation.eventName(), "{" + name + "," + at(path, "false") + "}")
                  .getIsolation())
          .isEqualTo(Isolation.NOT_ISOLATED);
      assertThat(
              created(operation.eventName(), "{" + name + "," + at(path, "\"False\"") + "}")
                  .getIsolation())
          .isEqualTo(Isolation.NOT_ISOLATED);
      assertThat(
              created(
                  operation.eventName(),
                  "{" + name + "," + at(path, "\"HIDDEN_DUE_TO_SECURITY_REASONS\"") + "}"))
          .satisfies(it -> assertThat(it.getIsolation()).isEqualTo(Isolation.UNKNOWN))
          .satisfies(it -> assertThat(it.getHidden()).isTrue());
    }
    assertThat(created(operation.eventName(), "{" + name + "}").getIsolation())
        .isEqualTo(Isolation.NOT_ISOLATED);
    Fact fact = fact(Records.call(operation.eventName(), "e", "{" + name + "}"));
    assertThat(fact.getKind()).isEqualTo(operation.kind().orElseThrow().segment());
    assertThat(fact.getName()).isEqualTo("N");
  }

  /** A member that puts a value at a dotted path. */
  private static String at(String path, String value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return path.endsWith("[]")
          ? "\"" + path.substring(0, path.length() - 2) + "\":[" + value + "]"
          : "\"" + path + "\":" + value;
    }
    String head = path.substring(0, dot);
    String rest = "{" + at(path.substring(dot + 1), value) + "}";
    return head.endsWith("[]")
        ? "\"" + head.substring(0, head.length() - 2) + "\":[" + rest + "]"
        : "\"" + head + "\":" + rest;
  }

  @ParameterizedTest
  @MethodSource("carriers")
  void whateverLevelAboveTheFlagIsHiddenTheFlagIsUnknown(GovernedOperation operation) {
    String name = "\"" + operation.nameField() + "\":\"N\"";
    for (String path : operation.isolationPaths()) {
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        String level = path.substring(0, dot);
        for (String at : List.of(level, level.replace("[]", ""))) {
          String request = "{" + name + "," + at(at, "\"HIDDEN_DUE_TO_SECURITY_REASONS\"") + "}";
          assertThat(created(operation.eventName(), request))
              .as(request)
              .satisfies(it -> assertThat(it.getIsolation()).isEqualTo(Isolation.UNKNOWN))
              .satisfies(it -> assertThat(it.getHidden()).isTrue())
              .satisfies(it -> assertThat(it.getVpc()).isNull())
              .satisfies(it -> assertThat(it.getInterContainerEncryption()).isNull())
              .satisfies(it -> assertThat(it.getImages()).isEmpty());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"productionVariants\":\"HIDDEN_DUE_TO_SECURITY_REASONS\"",
        "\"productionVariants\":[{\"variantName\":\"v\"},\"HIDDEN_DUE_TO_SECURITY_REASONS\"]"
      })
  void anEndpointConfigWhoseVariantsAreHiddenMayLeaveItsIsolationToTheirModels(String variants) {
    Created body =
        created("CreateEndpointConfig", "{\"endpointConfigName\":\"c\"," + variants + "}");

    assertThat(body.getIsolation()).isEqualTo(Isolation.UNKNOWN);
    assertThat(body.getHidden()).isTrue();
    assertThat(body.getModels()).isEmpty();
  }

  @Test
  void aScheduleWhoseDefinitionIsHiddenNamesNone() {
    Created body =
        created(
            "CreateMonitoringSchedule",
            """
            {"monitoringScheduleName":"s","monitoringScheduleConfig":{
             "monitoringJobDefinitionName":"HIDDEN_DUE_TO_SECURITY_REASONS"}}""");

    assertThat(body.getIsolation()).isEqualTo(Isolation.UNKNOWN);
    assertThat(body.getHidden()).isTrue();
    assertThat(body.getDefinition()).isNull();
  }

  @Test
  void whatIsHiddenBesideTheFlagIsNotTakenForItsWord() {
    Created body =
        created(
            "CreateTrainingJob",
            """
            {"trainingJobName":"t","enableNetworkIsolation":true,"vpcConfig":"H",
             "enableInterContainerTrafficEncryption":"H",
             "algorithmSpecification":{"trainingImage":"H"},
             "tags":[{"key":"env","value":"H"},{"key":"H","value":"v"},{"key":"team","value":"a"}]}"""
                .replace("\"H\"", "\"HIDDEN_DUE_TO_SECURITY_REASONS\""));

    assertThat(body.getIsolation()).isEqualTo(Isolation.ISOLATED);
    assertThat(body.getVpc()).isNull();
    assertThat(body.getInterContainerEncryption()).isNull();
    assertThat(body.getImages()).isEmpty();
    assertThat(body.getTags()).containsOnly(Map.entry("team", "a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"f\":true},{\"f\":true}     | ISOLATED",
        "{\"f\":true},{\"f\":false}    | NOT_ISOLATED",
        "{\"f\":true},{}               | NOT_ISOLATED",
        "{\"f\":true},\"HIDDEN_DUE_TO_SECURITY_REASONS\" | UNKNOWN",
        "{\"f\":\"?\"},{\"f\":false}   | NOT_ISOLATED"
      })
  void aTuningJobIsIsolatedOnlyIfEachDefinitionIs(String definitions, Isolation expected) {
    String list = definitions.replace("\"f\"", "\"enableNetworkIsolation\"");

    assertThat(
            created(
                    "CreateHyperParameterTuningJob",
                    "{\"hyperParameterTuningJobName\":\"t\",\"trainingJobDefinitions\":["
                        + list
                        + "]}")
                .getIsolation())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reason\":\"requestParameters too large\",\"omitted\":\"true\",\"originalSize\":\"149893\"}",
        "{\"omitted\":true}",
        "null",
        "\"HIDDEN_DUE_TO_SECURITY_REASONS\""
      })
  void aRequestThatIsNotVisibleIsUnknownAndTheNameComesFromTheAnswer(String request) {
    Fact fact =
        fact(
            Records.call(
                "CreateModel",
                "e-1",
                Records.AT,
                request,
                "{\"modelArn\":\"arn:aws:sagemaker:eu-central-1:111122223333:model/fraud-v3\"}",
                ""));

    assertThat(fact.getName()).isEqualTo("fraud-v3");
    Created body = (Created) fact.getBody();
    assertThat(body.getIsolation()).isEqualTo(Isolation.UNKNOWN);
    assertThat(body.getHidden()).isTrue();
    assertThat(body.getVpc()).isNull();
  }

  @Test
  void aVisibleRequestWithAFieldNamedOmittedFalseIsVisible() {
    assertThat(created("CreateModel", "{\"modelName\":\"m\",\"omitted\":\"false\"}").getIsolation())
        .isEqualTo(Isolation.NOT_ISOLATED);
  }

  @Test
  void aScheduleMayLeaveItsIsolationToADefinition() {
    Created body =
        created(
            "UpdateMonitoringSchedule",
            """
            {"monitoringScheduleName":"s","monitoringScheduleConfig":{
             "monitoringJobDefinitionName":"Bias-1","monitoringType":"ModelBias"}}""");

    assertThat(body.getIsolation()).isEqualTo(Isolation.UNKNOWN);
    assertThat(body.getHidden()).isFalse();
    assertThat(body.getDefinition()).isEqualTo("Bias-1");
    assertThat(body.getDefinitionKind()).isEqualTo("model-bias-job-definition");
    assertThat(body.getVpc()).isNull();
  }

  @Test
  void vpcAndEncryptionStandBesideTheFlag() {
    Created body =
        created(
            "CreateProcessingJob",
            """
            {"processingJobName":"p","appSpecification":{"imageUri":"i"},"networkConfig":{
             "enableInterContainerTrafficEncryption":true,"vpcConfig":{"subnets":["s"]}}}""");

    assertThat(body.getIsolation()).isEqualTo(Isolation.NOT_ISOLATED);
    assertThat(body.getVpc()).isTrue();
    assertThat(body.getInterContainerEncryption()).isTrue();
    assertThat(body.getImages()).containsExactly("i");
  }

  @Test
  void anEndpointConfigNamesItsModelsShadowsIncluded() {
    Created body =
        created(
            "CreateEndpointConfig",
            """
            {"endpointConfigName":"c","productionVariants":[{"modelName":"b"},{"modelName":"a"},
             {"variantName":"component"}],"shadowProductionVariants":[{"modelName":"c"}]}""");

    assertThat(body.getModels()).containsExactly("a", "b", "c");
    assertThat(body.getIsolation()).isEqualTo(Isolation.UNKNOWN);
    assertThat(body.getHidden()).isFalse();
    assertThat(body.getInterContainerEncryption()).isNull();
  }
}
