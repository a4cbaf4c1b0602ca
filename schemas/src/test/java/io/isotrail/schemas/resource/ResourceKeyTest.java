package io.isotrail.schemas.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResourceKeyTest {

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sagemaker:us-east-1:123456789012:model/Fraud-v3,"
        + " aws/123456789012/us-east-1/model/fraud-v3",
    "ARN:AWS:SageMaker:US-EAST-1:123456789012:Model/FRAUD-V3,"
        + " aws/123456789012/us-east-1/model/fraud-v3",
    "arn:aws-cn:sagemaker:cn-north-1:123456789012:training-job/a,"
        + " aws-cn/123456789012/cn-north-1/training-job/a",
    "arn:aws-us-gov:sagemaker:us-gov-west-1:123456789012:endpoint-config/a.b,"
        + " aws-us-gov/123456789012/us-gov-west-1/endpoint-config/a.b",
    "arn:aws:sagemaker:eu-central-1:123456789012:model/a:b,"
        + " aws/123456789012/eu-central-1/model/a:b",
  })
  void anArnInAnyLetterCaseIsTheSameKey(String arn, String key) {
    assertThat(ResourceKey.ofArn(arn)).map(ResourceKey::toString).hasValue(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "arn",
        "arn:aws:sagemaker:us-east-1:123456789012",
        "arn:aws:sagemaker:us-east-1:123456789012:model",
        "arn:aws:sagemaker:us-east-1:123456789012:model/a/b",
        "arn:aws:sagemaker:us-east-1:123456789012:domain/d-1",
        "arn:aws:sagemaker::123456789012:model/a",
        "arn:aws:sagemaker:us-east-1::model/a",
        "arn::sagemaker:us-east-1:123456789012:model/a",
        "arn:aws:s3:us-east-1:123456789012:model/a",
        "urn:aws:sagemaker:us-east-1:123456789012:model/a",
      })
  void whatIsNoArnOfOursIsNone(String arn) {
    assertThat(ResourceKey.ofArn(arn)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "aws/123456789012/us-east-1/model",
        "aws/123456789012/us-east-1/model/a/b",
        "aws/123456789012/us-east-1/Model/a",
        "aws/123456789012/us-east-1/domain/a",
        "/123456789012/us-east-1/model/a",
        "aws//us-east-1/model/a",
        "aws/123456789012//model/a",
      })
  void whatIsNoKeyIsNone(String key) {
    assertThat(ResourceKey.parse(key)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:a/b:sagemaker:us-east-1:123456789012:model/m",
        "arn:aws:sagemaker:us/east:123456789012:model/m",
        "arn:aws:sagemaker:us-east-1:1/2:model/m",
        "arn:aws:sagemaker:us-east-1:123456789012:model/m/n",
        "arn::sagemaker:us-east-1:123456789012:model/m",
        "arn:aws:sagemaker::123456789012:model/m",
        "arn:aws:sagemaker:us-east-1::model/m",
      })
  void aCraftedArnIsNoneAndDoesNotThrow(String arn) {
    assertThat(ResourceKey.ofArn(arn)).isEmpty();
  }

  @Test
  void aSegmentWithASlashIsRefused() {
    assertThatThrownBy(() -> new ResourceKey("a/b", "1", "r", ResourceKind.MODEL, "n"))
        .hasMessageContaining("partition");
    assertThatThrownBy(() -> new ResourceKey("a", "", "r", ResourceKind.MODEL, "n"))
        .hasMessageContaining("account");
    assertThatThrownBy(() -> new ResourceKey("a", "1", "r/", ResourceKind.MODEL, "n"))
        .hasMessageContaining("region");
    assertThatThrownBy(() -> new ResourceKey("a", "1", "r", ResourceKind.MODEL, "n/m"))
        .hasMessageContaining("slash");
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("keys") ResourceKey key) {
    assertThat(ResourceKey.parse(key.toString())).hasValue(key);
    assertThat(ResourceKey.ofArn(key.arn())).hasValue(key);
    assertThat(key.toString()).startsWith(key.locality() + "/");
  }

  @Property
  void theLetterCaseOfAnArnDoesNotMatter(@ForAll("keys") ResourceKey key) {
    assertThat(ResourceKey.ofArn(key.arn().toUpperCase(Locale.ROOT))).hasValue(key);
    assertThat(ResourceKey.ofArn(key.arn(key.name().toUpperCase(Locale.ROOT)))).hasValue(key);
  }

  @Property
  void anyTextIsAKeyOrNone(@ForAll String text) {
    ResourceKey.parse(text)
        .ifPresent(key -> assertThat(key.toString()).isEqualToIgnoringCase(text));
    assertThat(ResourceKey.ofArn(text)).isEmpty();
  }

  @Provide
  Arbitrary<ResourceKey> keys() {
    Arbitrary<String> names =
        Arbitraries.strings().withCharRange('a', 'z').numeric().withChars("-.").ofMaxLength(63);
    return Combinators.combine(
            Arbitraries.of("aws", "aws-cn", "aws-us-gov"),
            Arbitraries.strings().numeric().ofLength(12),
            Arbitraries.of("us-east-1", "eu-central-1", "cn-north-1"),
            Arbitraries.of(ResourceKind.class),
            names)
        .as(ResourceKey::new);
  }
}
