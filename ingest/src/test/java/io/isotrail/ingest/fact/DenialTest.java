package io.isotrail.ingest.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Rejected;
import io.isotrail.ingest.fact.Finding.SkipReason;
import io.isotrail.ingest.given.Records;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failed calls: which are rejections, and what their messages say. */
class DenialTest {

  private static final String MODEL = "arn:aws:sagemaker:eu-central-1:111122223333:model/fraud-v3";
  private static final String USER =
      "User: arn:aws:sts::111122223333:assumed-role/ml/deployer is not authorized to perform: ";

  private static String failed(String eventName, String code, String message, String request) {
    return Records.call(
        eventName,
        "e-1",
        Records.AT,
        request,
        "null",
        "\"errorCode\":\"" + code + "\",\"errorMessage\":\"" + message + "\",");
  }

  private static Rejected rejected(String message) {
    Fact fact = FactReaderTest.fact(failed("CreateModel", "AccessDenied", message, "null"));
    return (Rejected) fact.getBody();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "sagemaker:CreateModel on resource: MODEL because no identity-based policy allows the sagemaker:CreateModel action | sagemaker:CreateModel | -",
        "sagemaker:CreateModel on resource: MODEL with an explicit deny | sagemaker:CreateModel | -",
        "sagemaker:CreateModel on resource: MODEL with an explicit deny in a service control policy | sagemaker:CreateModel | -",
        "sagemaker:CreateModel on resource: MODEL with an explicit deny in an identity-based policy | sagemaker:CreateModel | -",
        "sagemaker:CreateModel on resource: MODEL with an explicit deny in a resource-based policy | sagemaker:CreateModel | -",
        "sagemaker:CreateModel on resource: MODEL with an explicit deny in a service control policy: arn:aws:organizations::999988887777:policy/o-abc/service_control_policy/p-xyz | sagemaker:CreateModel | arn:aws:organizations::999988887777:policy/o-abc/service_control_policy/p-xyz",
        "sagemaker:CreateModel on resource: MODEL because no permissions boundary allows the sagemaker:CreateModel action | sagemaker:CreateModel | -",
        "sagemaker:CreateModel on resource: MODEL with an explicit deny in a permissions boundary: arn:aws:iam::111122223333:policy/Boundary. | sagemaker:CreateModel | arn:aws:iam::111122223333:policy/Boundary",
        "sagemaker:CreateModel on resource: MODEL with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/Team/Guard | sagemaker:CreateModel | arn:aws:iam::111122223333:policy/Team/Guard",
        "sagemaker:CreateModel on resource: MODEL with an explicit deny in a resource control policy: arn:aws:organizations::999988887777:policy/o-abc/resource_control_policy/p-xyz | sagemaker:CreateModel | arn:aws:organizations::999988887777:policy/o-abc/resource_control_policy/p-xyz",
        "sagemaker:CreateModel on resource: MODEL because no service control policy allows the sagemaker:CreateModel action | sagemaker:CreateModel | -",
        "sagemaker:CreateModel on resource: MODEL because no session policy allows the sagemaker:CreateModel action | sagemaker:CreateModel | -",
        "sagemaker:CreateModel on resource: MODEL because no resource-based policy allows the sagemaker:CreateModel action | sagemaker:CreateModel | -",
        "sagemaker:AddTags on resource: MODEL with an explicit deny in a service control policy: arn:aws:organizations::999988887777:policy/o-abc/service_control_policy/p-xyz | sagemaker:AddTags | arn:aws:organizations::999988887777:policy/o-abc/service_control_policy/p-xyz",
        "sagemaker:AddTags on resource: MODEL because no identity-based policy allows the sagemaker:AddTags action | sagemaker:AddTags | -"
      })
  void everyFormOfTheMessageIsUnderstood(
      String rest, @Nullable String action, @Nullable String policy) {
    String message = USER + rest.replace("MODEL", MODEL);

    Fact fact = FactReaderTest.fact(failed("CreateModel", "AccessDenied", message, "null"));
    Rejected body = (Rejected) fact.getBody();

    assertThat(fact.getName()).isEqualTo("fraud-v3");
    assertThat(body.getDeniedAction()).isEqualTo(action);
    assertThat(body.getDenyingPolicy()).isEqualTo(policy);
    assertThat(body.getErrorCode()).isEqualTo("AccessDenied");
    assertThat(body.getMessage()).isEqualTo(message);
    assertThat(body.getRequestVisible()).isFalse();
    assertThat(body.getIsolation()).isEqualTo(Isolation.UNKNOWN);
    assertThat(body.getIsolationRequired()).isFalse();
  }

  @Test
  void aDeniedRoleSaysNothingAboutTheName() {
    String message =
        USER
            + "iam:PassRole on resource: arn:aws:iam::111122223333:role/exec because no"
            + " identity-based policy allows the iam:PassRole action";

    Fact fact = FactReaderTest.fact(failed("CreateModel", "AccessDenied", message, "null"));

    assertThat(fact.getName()).isEmpty();
    assertThat(((Rejected) fact.getBody()).getDeniedAction()).isEqualTo("iam:PassRole");
  }

  @Test
  void aMessageWithoutAnythingIsARejectionAllTheSame() {
    assertThat(rejected("no").getDeniedAction()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AccessDenied",
        "AccessDeniedException",
        "UnauthorizedOperation",
        "Client.UnauthorizedOperation"
      })
  void aVisibleRequestSaysItsFlagAndTags(String code) {
    Fact fact =
        FactReaderTest.fact(
            failed(
                "CreateTrainingJob",
                code,
                "no",
                "{\"trainingJobName\":\"T\",\"tags\":[{\"key\":\"env\",\"value\":\"prod\"}]}"));

    assertThat(fact.getName()).isEqualTo("T");
    assertThat(fact.getKind()).isEqualTo("training-job");
    Rejected body = (Rejected) fact.getBody();
    assertThat(body.getRequestVisible()).isTrue();
    assertThat(body.getIsolation()).isEqualTo(Isolation.NOT_ISOLATED);
    assertThat(body.getTags()).isEqualTo(Map.of("env", "prod"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CreateMonitoringSchedule | {'monitoringScheduleName':'s','monitoringScheduleConfig':{'monitoringJobDefinitionName':'d','monitoringType':'ModelBias'}} | UNKNOWN",
        "CreateMonitoringSchedule | {'monitoringScheduleName':'s','monitoringScheduleConfig':{'monitoringJobDefinition':{}}} | NOT_ISOLATED",
        "CreateEndpointConfig | {'endpointConfigName':'c','productionVariants':[{'modelName':'m'}]} | UNKNOWN",
        "CreateEndpointConfig | {'endpointConfigName':'c','productionVariants':[{'modelName':'m'}],'enableNetworkIsolation':false} | NOT_ISOLATED",
        "CreateEndpointConfig | {'endpointConfigName':'c','productionVariants':[{'variantName':'v'}]} | NOT_ISOLATED"
      },
      quoteCharacter = '`')
  void whereTheFlagCannotStandItsAbsenceSaysNothing(
      String eventName, String request, Isolation expected) {
    Fact fact =
        FactReaderTest.fact(failed(eventName, "AccessDenied", "no", request.replace("'", "\"")));

    assertThat(((Rejected) fact.getBody()).getIsolation()).isEqualTo(expected);
  }

  @Test
  void marketplaceRequiresIsolation() {
    Fact fact =
        FactReaderTest.fact(
            failed(
                "CreateTrainingJob",
                "ValidationException",
                "EnableNetworkIsolation must be true for jobs using SageMaker Marketplace algorithms",
                "{\"trainingJobName\":\"T\"}"));

    assertThat(((Rejected) fact.getBody()).getIsolationRequired()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CreateModel | ValidationException | Cannot create already existing model",
        "CreateModel | ThrottlingException | Rate exceeded",
        "CreateModel | ResourceLimitExceeded | quota",
        "DeleteModel | AccessDenied | no",
        "UpdateMonitoringSchedule | AccessDenied | no",
        "AddTags | AccessDenied | no",
        "CreateEndpoint | AccessDeniedException | no",
        "CreateTransformJob | AccessDenied | no"
      })
  void anyOtherFailureDoesNothing(String eventName, String code, String message) {
    assertThat(FactReaderTest.find(failed(eventName, code, message, "{\"modelName\":\"m\"}")))
        .isEqualTo(new Finding.Skip(SkipReason.FAILED_CALL));
  }
}
