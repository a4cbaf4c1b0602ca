package io.isotrail.ingest.fact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Deployed;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Tagged;
import io.isotrail.avro.Undeployed;
import io.isotrail.avro.Untagged;
import io.isotrail.ingest.fact.Finding.BadReason;
import io.isotrail.ingest.fact.Finding.SkipReason;
import io.isotrail.ingest.given.Records;
import io.isotrail.ingest.read.RawRecord;
import io.isotrail.schemas.resource.GovernedOperation;
import io.isotrail.schemas.resource.GovernedOperation.Effect;
import io.isotrail.schemas.resource.ResourceKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

  private static void assertBad(String record, BadReason reason) {
    assertThat(find(record))
        .isInstanceOfSatisfying(
            Finding.Bad.class, bad -> assertThat(bad.reason()).isEqualTo(reason));
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
      return "\"" + path + "\":" + value;
    }
    String head = path.substring(0, dot);
    String rest = "{" + at(path.substring(dot + 1), value) + "}";
    return head.endsWith("[]")
        ? "\"" + head.substring(0, head.length() - 2) + "\":[" + rest + "]"
        : "\"" + head + "\":" + rest;
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
    assertThat(body.getInterContainerEncryption()).isNull();
  }

  @Test
  void everyEndingEnds() {
    Set<String> ended =
        GovernedOperation.all().stream()
            .filter(operation -> operation.effect() == Effect.END)
            .map(
                operation ->
                    fact(
                        Records.call(
                            operation.eventName(),
                            "e",
                            "{\"" + operation.nameField() + "\":\"n\"}")))
            .filter(fact -> fact.getBody() instanceof Deleted)
            .map(Fact::getOperation)
            .collect(Collectors.toSet());

    assertThat(ended)
        .hasSize(13)
        .contains("DeleteModel", "StopTrainingJob", "DeleteModelExplainabilityJobDefinition");
  }

  @Test
  void deploymentsSayWhatServes() {
    assertThat(
            fact(Records.call(
                    "UpdateEndpoint",
                    "e",
                    "{\"endpointName\":\"E\",\"endpointConfigName\":\"C2\"}"))
                .getBody())
        .isEqualTo(Deployed.newBuilder().setEndpointConfig("C2").setEndpoint(null).build());
    assertThat(
            fact(Records.call(
                    "CreateInferenceComponent",
                    "e",
                    """
                        {"inferenceComponentName":"ic","endpointName":"E",
                         "specification":{"modelName":"m"},"specifications":[{"modelName":"n"}]}"""))
                .getBody())
        .isEqualTo(
            Deployed.newBuilder()
                .setEndpointConfig(null)
                .setEndpoint("E")
                .setModels(List.of("m", "n"))
                .build());
    assertThat(fact(Records.call("DeleteEndpoint", "e", "{\"endpointName\":\"E\"}")).getBody())
        .isInstanceOf(Undeployed.class);
    Fact transform =
        fact(
            Records.call(
                "CreateTransformJob", "e", "{\"transformJobName\":\"t\",\"modelName\":\"m\"}"));
    assertThat(transform.getKind()).isEqualTo("transform-job");
    assertThat(((Created) transform.getBody()).getModels()).containsExactly("m");
    assertThat(((Created) transform.getBody()).getHidden()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(ResourceKind.class)
  void tagsConcernTheResourceOfTheArnInAnyLetterCase(ResourceKind kind) {
    String arn =
        "ARN:aws-cn:SageMaker:CN-North-1:444455556666:"
            + kind.segment().toUpperCase(java.util.Locale.ROOT)
            + "/My-Name";
    Fact tagged =
        fact(
            Records.call(
                "AddTags",
                "e",
                "{\"resourceArn\":\"" + arn + "\",\"tags\":[{\"key\":\"K\",\"value\":\"v\"}]}"));

    assertThat(tagged.getKind()).isEqualTo(kind.segment());
    assertThat(tagged.getName()).isEqualTo("My-Name");
    assertThat(tagged.getPartition()).isEqualTo("aws-cn");
    assertThat(tagged.getRegion()).isEqualTo("cn-north-1");
    assertThat(tagged.getResourceAccount()).isEqualTo("444455556666");
    assertThat(tagged.getAccount()).isEqualTo(Records.ACCOUNT);
    assertThat(tagged.getBody()).isEqualTo(new Tagged(Map.of("K", "v")));
    assertThat(
            fact(Records.call(
                    "DeleteTags",
                    "e",
                    "{\"resourceArn\":\"" + arn + "\",\"tagKeys\":[\"b\",\"a\",\"b\"]}"))
                .getBody())
        .isEqualTo(new Untagged(List.of("a", "b")));
  }

  @Test
  void tagsOfOtherKindsAreSkipped() {
    assertThat(
            find(
                Records.call(
                    "AddTags",
                    "e",
                    "{\"resourceArn\":\"arn:aws:sagemaker:eu-central-1:111122223333:pipeline/p\",\"tags\":[]}")))
        .isEqualTo(new Finding.Skip(SkipReason.OTHER_KIND));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "model/x",
        "arn:aws:sagemaker:eu-central-1:1:model/x",
        "arn:aws:sagemaker:eu-central-1:111122223333:model/"
      })
  void tagsOfNothingKnownAreBad(String arn) {
    assertBad(
        Records.call("AddTags", "e", "{\"resourceArn\":\"" + arn + "\",\"tags\":[]}"),
        BadReason.BAD_RESOURCE_ARN);
  }

  @ParameterizedTest
  @CsvSource({
    "cn-north-1, aws-cn",
    "us-gov-west-1, aws-us-gov",
    "eusc-de-east-1, aws-eusc",
    "us-east-1, aws"
  })
  void thePartitionComesFromTheRegionWhereNoArnSaysIt(String region, String partition) {
    String record =
        Records.call("DeleteModel", "e", "{\"modelName\":\"m\"}").replace(Records.REGION, region);

    assertThat(fact(record).getPartition()).isEqualTo(partition);
  }

  @Test
  void theArnOfTheAnswerSaysWhoOwns() {
    String record =
        Records.call(
            "CreateModel",
            "e",
            Records.AT,
            "{\"modelName\":\"m\"}",
            "{\"modelArn\":\"arn:aws:sagemaker:us-west-2:999900001111:model/m\"}",
            "");

    assertThat(fact(record).getResourceAccount()).isEqualTo("999900001111");
    assertThat(fact(record).getRegion()).isEqualTo("us-west-2");
    assertThat(fact(record).getAccount()).isEqualTo(Records.ACCOUNT);
  }

  @Test
  void anAddendumAmends() {
    String record =
        Records.call(
            "CreateModel",
            "e-2",
            Records.AT,
            "{\"modelName\":\"m\"}",
            "null",
            "\"addendum\":{\"reason\":\"UPDATED_DATA\",\"originalEventID\":\"e-1\"},");

    assertThat(fact(record).getAmends()).isEqualTo("e-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ListModels",
        "DescribeModel",
        "CreateNotebookInstance",
        "UpdateEndpointWeightsAndCapacities",
        "createmodel"
      })
  void otherOperationsAreSkipped(String eventName) {
    assertThat(find(Records.call(eventName, "e", "{\"modelName\":\"m\"}")))
        .isEqualTo(new Finding.Skip(SkipReason.NOT_GOVERNED));
  }

  @Test
  void whatIsMissingIsNamed() {
    String good = Records.call("CreateModel", "e-1", "{\"modelName\":\"m\"}");

    assertBad("[]", BadReason.MISSING_EVENT_NAME);
    assertBad("{", BadReason.INVALID_RECORD);
    assertBad(good.replace("\"eventID\"", "\"x\""), BadReason.MISSING_EVENT_ID);
    assertBad(good.replace("\"e-1\"", "7"), BadReason.MISSING_EVENT_ID);
    assertBad(good.replace("\"eventTime\"", "\"x\""), BadReason.BAD_EVENT_TIME);
    assertBad(good.replace(Records.AT, "yesterday"), BadReason.BAD_EVENT_TIME);
    assertBad(good.replace(Records.AT, "2026-03-01T11:01:01Z"), BadReason.FROM_THE_FUTURE);
    assertBad(good.replace(Records.ACCOUNT, "12/34"), BadReason.BAD_ACCOUNT);
    assertBad(good.replace(Records.REGION, "a/b"), BadReason.BAD_REGION);
    assertBad(good.replace("\"modelName\"", "\"x\""), BadReason.MISSING_NAME);
    assertBad(good.replace("\"m\"", "\"a/b\""), BadReason.BAD_NAME);
    assertThat(fact(good.replace(Records.AT, "2026-03-01T11:01:00Z"))).isNotNull();
  }

  @Test
  void theCallersAccountStandsInForTheRecipient() {
    String record =
        Records.call("DeleteModel", "e", "{\"modelName\":\"m\"}")
            .replace("\"recipientAccountId\"", "\"x\"");

    assertThat(fact(record).getAccount()).isEqualTo(Records.ACCOUNT);
  }

  @ParameterizedTest
  @CsvSource({"1.11, true", "1.999, true", "1, true", "2.0, false", "10.1, false", "x, false"})
  void majorsMustBeEqualAndMinorsMayGrow(String version, boolean understood) {
    String record =
        Records.call("CreateModel", "e", "{\"modelName\":\"m\"}")
            .replace("\"1.11\"", "\"" + version + "\"");

    if (understood) {
      assertThat(fact(record)).isNotNull();
    } else {
      assertBad(record, BadReason.UNKNOWN_EVENT_VERSION);
    }
  }
}
