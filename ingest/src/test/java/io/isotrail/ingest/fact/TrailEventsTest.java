package io.isotrail.ingest.fact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.isotrail.avro.Origin;
import io.isotrail.ingest.fact.Finding.SkipReason;
import io.isotrail.ingest.given.Records;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that change what a trail sees. */
class TrailEventsTest {

  private static Finding read(String eventName, String request, String more) throws Exception {
    String record =
        Records.call(eventName, "e-1", Records.AT, request, "null", more)
            .replace("\"eventSource\":\"sagemaker", "\"eventSource\":\"cloudtrail");
    return FactReader.read(
        new ObjectMapper().readTree(record), Origin.S3, "s3://b/k", Records.AT_SECONDS);
  }

  @ParameterizedTest
  @CsvSource({"StopLogging", "DeleteTrail", "UpdateTrail", "StartLogging", "CreateTrail"})
  void aSuccessfulCallIsFoundWithItsTrail(String eventName) throws Exception {
    for (String name :
        new String[] {"main", "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main"}) {
      assertThat(read(eventName, "{\"name\":\"" + name + "\"}", ""))
          .isInstanceOfSatisfying(
              Finding.Trail.class,
              trail -> {
                assertThat(trail.event().getName()).isEqualTo(eventName);
                assertThat(trail.event().getTrail()).isEqualTo("main");
                assertThat(trail.event().getAccount()).isEqualTo(Records.ACCOUNT);
                assertThat(trail.event().getRegion()).isEqualTo(Records.REGION);
                assertThat(trail.event().getAt()).isEqualTo(Records.AT_SECONDS);
                assertThat(trail.event().getActor()).contains("assumed-role/ml/deployer");
              });
    }
  }

  @ParameterizedTest
  @CsvSource({"trailName", "name"})
  void selectorsNameTheirTrailInAnotherWay(String field) throws Exception {
    assertThat(read("PutEventSelectors", "{\"" + field + "\":\"main\"}", ""))
        .isInstanceOfSatisfying(
            Finding.Trail.class, trail -> assertThat(trail.event().getTrail()).isEqualTo("main"));
  }

  @ParameterizedTest
  @CsvSource({"LookupEvents", "GetTrailStatus", "CreateModel"})
  void otherCallsOfCloudTrailSayNothing(String eventName) throws Exception {
    assertThat(read(eventName, "{}", ""))
        .isEqualTo(new Finding.Skip(SkipReason.NOT_GOVERNED));
  }

  @ParameterizedTest
  @CsvSource({"StopLogging", "DeleteTrail"})
  void aCallThatFailedChangedNothing(String eventName) throws Exception {
    assertThat(read(eventName, "{\"name\":\"main\"}", "\"errorCode\":\"AccessDenied\","))
        .isEqualTo(new Finding.Skip(SkipReason.FAILED_CALL));
  }
}
