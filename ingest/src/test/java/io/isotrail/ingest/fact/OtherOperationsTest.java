package io.isotrail.ingest.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Deployed;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Tagged;
import io.isotrail.avro.Undeployed;
import io.isotrail.avro.Untagged;
import io.isotrail.ingest.fact.Finding.BadReason;
import io.isotrail.ingest.fact.Finding.SkipReason;
import io.isotrail.ingest.given.Records;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Endings, deployments, tags, and what every record must have. */
class OtherOperationsTest {

  private static void assertBad(String record, BadReason reason) {
    assertThat(FactReaderTest.find(record))
        .isInstanceOfSatisfying(
            Finding.Bad.class, bad -> assertThat(bad.reason()).isEqualTo(reason));
  }

  @Test
  void everyEndingEnds() {
    Set<String> ended =
        GovernedOperation.all().stream()
            .filter(operation -> operation.effect() == Effect.END)
            .map(
                operation ->
                    FactReaderTest.fact(
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
            FactReaderTest.fact(
                    Records.call(
                        "UpdateEndpoint",
                        "e",
                        "{\"endpointName\":\"E\",\"endpointConfigName\":\"C2\"}"))
                .getBody())
        .isEqualTo(Deployed.newBuilder().setEndpointConfig("C2").setEndpoint(null).build());
    assertThat(
            FactReaderTest.fact(
                    Records.call(
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
    assertThat(
            FactReaderTest.fact(Records.call("DeleteEndpoint", "e", "{\"endpointName\":\"E\"}"))
                .getBody())
        .isInstanceOf(Undeployed.class);
    Fact transform =
        FactReaderTest.fact(
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
        FactReaderTest.fact(
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
            FactReaderTest.fact(
                    Records.call(
                        "DeleteTags",
                        "e",
                        "{\"resourceArn\":\"" + arn + "\",\"tagKeys\":[\"b\",\"a\",\"b\"]}"))
                .getBody())
        .isEqualTo(new Untagged(List.of("a", "b")));
  }

  @Test
  void tagsOfOtherKindsAreSkipped() {
    assertThat(
            FactReaderTest.find(
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

    assertThat(FactReaderTest.fact(record).getPartition()).isEqualTo(partition);
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

    assertThat(FactReaderTest.fact(record).getResourceAccount()).isEqualTo("999900001111");
    assertThat(FactReaderTest.fact(record).getRegion()).isEqualTo("us-west-2");
    assertThat(FactReaderTest.fact(record).getAccount()).isEqualTo(Records.ACCOUNT);
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

    assertThat(FactReaderTest.fact(record).getAmends()).isEqualTo("e-1");
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
    assertThat(FactReaderTest.find(Records.call(eventName, "e", "{\"modelName\":\"m\"}")))
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
    assertThat(FactReaderTest.fact(good.replace(Records.AT, "2026-03-01T11:01:00Z"))).isNotNull();
  }

  @Test
  void theCallersAccountStandsInForTheRecipient() {
    String record =
        Records.call("DeleteModel", "e", "{\"modelName\":\"m\"}")
            .replace("\"recipientAccountId\"", "\"x\"");

    assertThat(FactReaderTest.fact(record).getAccount()).isEqualTo(Records.ACCOUNT);
  }

  @ParameterizedTest
  @CsvSource({"1.11, true", "1.999, true", "1, true", "2.0, false", "10.1, false", "x, false"})
  void majorsMustBeEqualAndMinorsMayGrow(String version, boolean understood) {
    String record =
        Records.call("CreateModel", "e", "{\"modelName\":\"m\"}")
            .replace("\"1.11\"", "\"" + version + "\"");

    if (understood) {
      assertThat(FactReaderTest.fact(record)).isNotNull();
    } else {
      assertBad(record, BadReason.UNKNOWN_EVENT_VERSION);
    }
  }
}
