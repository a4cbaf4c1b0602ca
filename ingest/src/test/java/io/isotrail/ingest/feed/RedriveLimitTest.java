package io.isotrail.ingest.feed;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own limit of deliveries comes before the queue's. */
class RedriveLimitTest {

  private static String policy(String most) {
    return "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-central-1:1:d\",\"maxReceiveCount\":"
        + most
        + "}";
  }

  @ParameterizedTest
  @CsvSource({"3,4", "3,'\"4\"'", "1,2", "1000,1001"})
  void belowTheQueuesLimitIsFine(int receives, String most) {
    assertThatCode(() -> RedriveLimit.require(receives, policy(most), "q"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "3,3,set it to 2 or less",
    "5,'\"3\"',set it to 2 or less",
    "1,1,raise maxReceiveCount to 2"
  })
  void atOrAboveItIsRefusedWithTheMend(int receives, String most, String mend) {
    assertThatThrownBy(() -> RedriveLimit.require(receives, policy(most), "https://q"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("isotrail.ingest.sqs.receives")
        .hasMessageContaining("https://q")
        .hasMessageContaining(mend);
  }

  @Test
  void aPolicyThatIsNoJsonIsNamed() {
    assertThatThrownBy(() -> RedriveLimit.require(1, "{", "https://q"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("https://q");
  }
}
