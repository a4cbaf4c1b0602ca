package io.isotrail.app.simulate.batch;

import static io.isotrail.app.simulate.batch.TinyOrganisation.arn;
import static io.isotrail.app.simulate.batch.TinyOrganisation.creation;
import static io.isotrail.app.simulate.batch.TinyOrganisation.denial;
import static io.isotrail.app.simulate.batch.TinyOrganisation.name;
import static io.isotrail.app.simulate.batch.TinyOrganisation.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organisation small enough to be worked out by hand; the answers stand beside the records. */
class BatchTest {

  private static final String FALSE = ",\"enableNetworkIsolation\":false";
  private static final String TRUE = ",\"enableNetworkIsolation\":true";
  private static final String ABSENT = "";

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    TinyOrganisation tiny = new TinyOrganisation().ofAnotherService("2026-04-30T23:00:00Z");
    models(tiny);
    refusals(tiny);
    tiny.write(directory);
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        version: "1"
        accounts:
          "111111111111": {name: "one", owner: "acct-owner"}
        """);
    Files.writeString(
        directory.resolve("exceptions.yaml"),
        """
        exceptions:
          - {id: "EX-1", resource: "ARN:aws:sagemaker:*:model/EPSI*", approvedAt: "2026-05-06T00:00:00Z",
             validFrom: "2026-05-05T00:00:00Z", validUntil: "2026-05-16T00:00:00Z"}
          - {id: "EX-2", resource: "*:model/none-*", approvedAt: "2026-05-01T00:00:00Z",
             validFrom: "2026-05-01T00:00:00Z", validUntil: "2026-06-10T00:00:00Z"}
          - {id: "EX-3", resource: "*:model/nothing", approvedAt: "2026-05-01T00:00:00Z",
             validFrom: "2026-05-01T00:00:00Z", validUntil: "2026-09-01T00:00:00Z"}
        """);
  }

  private static void models(TinyOrganisation tiny) {
    tiny
        // Critical; 26 hours = 93,600 s; DELETED.
        .call(
            "2026-05-02T10:00:00Z",
            "CreateModel",
            creation("Alpha", ABSENT, "Environment=prod", "classification=PII"))
        .call("2026-05-03T12:00:00Z", "DeleteModel", name("Alpha"))
        // High; 86,400 s; REPLACED, for its name came back isolated on the last second of the day.
        .call("2026-05-04T00:00:00Z", "CreateModel", creation("beta", FALSE, "env=Prod"))
        .call("2026-05-05T00:00:00Z", "DeleteModel", name("beta"))
        .call("2026-05-06T00:00:00Z", "CreateModel", creation("beta", TRUE, "env=Prod"))
        // Low, due in 90 days; from the 20th on high, due on the 27th: open and overdue.
        .call("2026-05-10T00:00:00Z", "CreateModel", creation("gamma", ABSENT))
        .call("2026-05-20T00:00:00Z", "AddTags", tag(arn("GAMMA"), "stage=production"))
        // Medium; INFERRED.
        .call(
            "2026-05-11T00:00:00Z",
            "CreateModel",
            creation("delta", FALSE, "env=dev", "sensitivity=secret"))
        .call("2026-05-12T00:00:00Z", "CreateModel", creation("delta", TRUE))
        // High; EXEMPTED on the 6th; open again on the 16th, overdue since the 23rd.
        .call(
            "2026-05-01T12:00:00Z",
            "CreateModel",
            creation("epsilon", ABSENT, "env=live", "sensitivity=confidential"))
        // Isolation hidden: undetermined, and counted in the ratio.
        .call(
            "2026-05-13T00:00:00Z",
            "CreateModel",
            "{\"omitted\":\"true\",\"originalSize\":\"149893\"}",
            "{\"modelArn\":\"" + arn("zeta") + "\"}",
            "id-zeta")
        .call("2026-05-14T00:00:00Z", "AddTags", tag(arn("zeta"), "env=prod"))
        // Created before: undetermined, in no ratio.
        .call("2026-05-15T00:00:00Z", "AddTags", tag(arn("eta"), "env=prod"))
        .call("2026-05-17T00:00:00Z", "CreateModel", creation("theta", TRUE, "env=prod"))
        // Told without the flag, then corrected.
        .call(
            "2026-05-18T00:00:00Z",
            "CreateModel",
            creation("iota", ABSENT, "env=live"),
            "null",
            "id-iota")
        .addendum(
            "2026-05-18T00:00:00Z",
            "CreateModel",
            creation("iota", TRUE, "env=live"),
            "id-iota-2",
            "id-iota")
        // Low; deleted and created isolated in one second: 86,400 s; REPLACED.
        .call("2026-05-19T00:00:00Z", "CreateModel", creation("kappa", FALSE))
        .call("2026-05-20T00:00:00Z", "CreateModel", creation("kappa", TRUE), "null", "id-k1")
        .call("2026-05-20T00:00:00Z", "DeleteModel", name("kappa"), "null", "id-k2")
        // A delete alone is nothing.
        .call("2026-05-20T00:00:00Z", "DeleteModel", name("lambda"));
  }

  private static void refusals(TinyOrganisation tiny) {
    String create = "sagemaker:CreateModel";
    tiny
        // Unknown, twice, one distinct.
        .refused("2026-05-21T01:00:00Z", "AccessDenied", denial(create, arn("mu")), "null")
        .refused("2026-05-21T01:01:00Z", "AccessDeniedException", denial(create, arn("mu")), "null")
        // Another action: other.
        .refused(
            "2026-05-22T00:00:00Z", "AccessDenied", denial("sagemaker:AddTags", arn("nu")), "null")
        // Visible: isolation, then other; one distinct.
        .refused(
            "2026-05-23T01:00:00Z",
            "AccessDenied",
            denial(create, arn("mu")),
            creation("Mu", FALSE))
        .refused(
            "2026-05-23T02:00:00Z", "AccessDenied", denial(create, arn("mu")), creation("Mu", TRUE))
        // Marketplace: isolation.
        .refused(
            "2026-05-24T00:00:00Z",
            "ValidationException",
            "EnableNetworkIsolation must be true for jobs using SageMaker Marketplace algorithms",
            creation("xi", FALSE))
        // No refusal at all.
        .refused(
            "2026-05-25T00:00:00Z",
            "ValidationException",
            "Cannot create already existing model",
            creation("theta", TRUE))
        // The window does not hold its own beginning.
        .refused("2026-05-01T00:00:00Z", "AccessDenied", denial(create, arn("mu")), "null");
  }

  @Test
  void theFiguresAreThoseWorkedOutByHand() throws IOException {
    JsonNode kpis = answer("2026-05-31T00:00:00Z").path("kpis");

    assertThat(kpis)
        .isEqualTo(
            json(
                """
                {"asOf":"2026-05-31T00:00:00Z","window":"P30D","resolution":"PT1S",
                 "models":{"production":7,"isolated":3,"exempt":0,"violation":2,"undetermined":2,"outOfScope":0},
                 "isolationRatio":0.5,"complianceRatio":0.5,
                 "remediation":{"count":3,"meanSeconds":88800,"p50Seconds":86400,"p90Seconds":93600},
                 "ends":{"DELETED":1,"REPLACED":2,"ISOLATED":0,"EXEMPTED":1,"RECLASSIFIED":0,"INFERRED":1},
                 "open":{"count":2,"overdue":2,"oldestSeconds":1814400,"meanAgeSeconds":1555200},
                 "rejections":{"isolation":2,"other":2,"unknown":2,"bySource":{"aws":6,"pipeline":0},"distinct":4},
                 "exceptions":{"active":2,"exemptResources":0,"expiringIn30Days":1,"expired":1},
                 "runs":{"total":0,"isolated":0,"undetermined":0,"resolution":"PT1S"},
                 "coverage":{"historyFrom":"2026-04-30T23:00:00Z","createdBefore":1},"complete":true}
                """));
  }

  @Test
  void theRowsAreThoseWorkedOutByHand() throws IOException {
    List<String> rows = new ArrayList<>();
    for (JsonNode row : answer("2026-05-31T00:00:00Z").path("violations")) {
      rows.add(
          String.join(
              " ",
              row.path("name").asText(),
              row.path("generation").asText(),
              row.path("severity").asText(),
              row.path("status").asText(),
              row.path("openedAt").asText().substring(5, 10),
              row.path("dueAt").asText().substring(5, 10),
              row.path("overdue").asText(),
              row.path("endedAs").asText()));
    }

    assertThat(rows)
        .containsExactly(
            "gamma 1 high VIOLATION 05-10 05-27 true null",
            "epsilon 1 high VIOLATION 05-16 05-23 true null",
            "Alpha 1 critical GONE 05-02 05-03 false DELETED",
            "epsilon 1 high VIOLATION 05-01 05-08 false EXEMPTED",
            "beta 1 high GONE 05-04 05-11 false REPLACED",
            "delta 1 medium GONE 05-11 06-10 false INFERRED",
            "kappa 1 low GONE 05-19 08-17 false REPLACED");
  }

  @Test
  void aRowHasAllItsFields() throws IOException {
    JsonNode row = answer("2026-05-31T00:00:00Z").path("violations").path(2);

    assertThat(row)
        .isEqualTo(
            json(
                """
                {"key":"aws/111111111111/us-east-1/model/alpha",
                 "arn":"arn:aws:sagemaker:us-east-1:111111111111:model/alpha",
                 "kind":"model","partition":"aws","account":"111111111111","accountName":"one",
                 "region":"us-east-1","name":"Alpha","generation":1,"isolation":"NOT_ISOLATED",
                 "status":"GONE","severity":"critical","environment":"production",
                 "sensitivity":"restricted","owner":"acct-owner","thirdParty":false,
                 "inService":false,"deleted":true,"endpoints":[],"vpc":false,
                 "interContainerEncryption":null,"createdAt":"2026-05-02T10:00:00Z",
                 "createdBy":"arn:aws:sts::111111111111:assumed-role/ci/deploy",
                 "openedAt":"2026-05-02T10:00:00Z","exposedSince":"2026-05-02T10:00:00Z",
                 "detectedAt":"2026-05-02T10:00:00Z","dueAt":"2026-05-03T10:00:00Z",
                 "overdue":false,"exception":null,
                 "tags":{"Environment":"prod","classification":"PII"},
                 "lastEventAt":"2026-05-03T12:00:00Z","endedAt":"2026-05-03T12:00:00Z",
                 "endedAs":"DELETED"}
                """));
  }

  @Test
  void anExceptionEndsAtItsInstant() throws IOException {
    JsonNode before = answer("2026-05-15T23:59:59Z");
    JsonNode after = answer("2026-05-16T00:00:00Z");

    assertThat(before.path("kpis").path("exceptions").path("exemptResources").asInt()).isEqualTo(1);
    assertThat(names(before)).doesNotContain("epsilon");
    assertThat(after.path("kpis").path("exceptions").path("exemptResources").asInt()).isZero();
    assertThat(names(after)).contains("epsilon");
  }

  @Test
  void whatHappensWithinASecondIsReadInTheAgreedOrder(@TempDir Path other) throws IOException {
    new TinyOrganisation()
        // Comes and goes in one second: a violation of no length.
        .call("2026-05-10T00:00:00Z", "CreateModel", creation("brief", FALSE))
        .call("2026-05-10T00:00:00Z", "DeleteModel", name("brief"))
        // Tagged in the second of its delete: no second life.
        .call("2026-05-11T00:00:00Z", "CreateModel", creation("late", FALSE))
        .call("2026-05-11T00:00:10Z", "AddTags", tag(arn("late"), "env=prod"))
        .call("2026-05-11T00:00:10Z", "DeleteModel", name("late"))
        .write(other);

    JsonNode kpis =
        json(Batch.expected(other, Instant.parse("2026-05-31T00:00:00Z"), Duration.ofDays(30))
                .toString())
            .path("kpis");

    assertThat(kpis.path("remediation"))
        .isEqualTo(json("{\"count\":2,\"meanSeconds\":5,\"p50Seconds\":0,\"p90Seconds\":10}"));
    assertThat(kpis.path("coverage").path("createdBefore").asInt()).isZero();
  }

  @Test
  void whatAnEndpointServesIsProductionUntilAnUpdateReplacesIt(@TempDir Path other)
      throws IOException {
    new TinyOrganisation()
        .call("2026-05-10T00:00:00Z", "CreateModel", creation("old", FALSE))
        .call("2026-05-10T00:00:00Z", "CreateModel", creation("new", TRUE))
        .call("2026-05-10T01:00:00Z", "CreateEndpointConfig", config("one", "old"))
        .call("2026-05-10T01:00:00Z", "CreateEndpointConfig", config("two", "new"))
        .call("2026-05-10T02:00:00Z", "CreateEndpoint", endpoint("one"))
        // Deleted, and still served: not gone before the update.
        .call("2026-05-10T03:00:00Z", "DeleteModel", name("old"))
        .call("2026-05-10T04:00:00Z", "UpdateEndpoint", endpoint("two"))
        .write(other);

    JsonNode before = json(expected(other, "2026-05-10T03:30:00Z")).path("violations").path(0);
    JsonNode after = json(expected(other, "2026-05-11T00:00:00Z"));

    assertThat(before.path("status").asText()).isEqualTo("VIOLATION");
    assertThat(before.path("deleted").asBoolean()).isTrue();
    assertThat(before.path("inService").asBoolean()).isTrue();
    assertThat(before.path("environment").asText()).isEqualTo("production");
    assertThat(before.path("severity").asText()).isEqualTo("high");
    assertThat(before.path("endpoints")).isEqualTo(json("[\"live\"]"));
    assertThat(after.path("violations").path(0).path("endedAs").asText()).isEqualTo("REPLACED");
    assertThat(after.path("kpis").path("remediation").path("meanSeconds").asLong())
        .isEqualTo(4 * 3600);
    assertThat(after.path("kpis").path("models").path("isolated").asInt()).isEqualTo(1);
  }

  @Test
  void runsCountWhenTheyAreCreated(@TempDir Path other) throws IOException {
    new TinyOrganisation()
        .call(
            "2026-05-10T00:00:00Z", "CreateTrainingJob", "{\"trainingJobName\":\"a\"" + TRUE + "}")
        .call("2026-05-10T00:00:00Z", "CreateTrainingJob", "{\"trainingJobName\":\"b\"}")
        .call(
            "2026-05-10T00:00:00Z",
            "CreateProcessingJob",
            "{\"processingJobName\":\"c\",\"networkConfig\":{\"enableNetworkIsolation\":true}}")
        // The window does not hold its own beginning.
        .call(
            "2026-05-01T00:00:00Z", "CreateTrainingJob", "{\"trainingJobName\":\"d\"" + TRUE + "}")
        .write(other);

    assertThat(json(expected(other, "2026-05-31T00:00:00Z")).path("kpis").path("runs"))
        .isEqualTo(json("{\"total\":3,\"isolated\":2,\"undetermined\":0,\"resolution\":\"PT1S\"}"));
  }

  @Test
  void aPolicyItDoesNotUnderstandIsRefused() throws IOException {
    Files.writeString(directory.resolve("policy.yaml"), "scope: []\n");

    assertThatThrownBy(() -> answer("2026-05-31T00:00:00Z"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("scope");
  }

  private static String config(String name, String model) {
    return "{\"endpointConfigName\":\"%s\",\"productionVariants\":[{\"modelName\":\"%s\"}]}"
        .formatted(name, model);
  }

  private static String endpoint(String config) {
    return "{\"endpointName\":\"Live\",\"endpointConfigName\":\"%s\"}".formatted(config);
  }

  private static String expected(Path directory, String asOf) throws IOException {
    return Batch.expected(directory, Instant.parse(asOf), Duration.ofDays(30)).toString();
  }

  private JsonNode answer(String asOf) throws IOException {
    // Through text, so that numbers compare by value and not by the class of their node.
    return json(Batch.expected(directory, Instant.parse(asOf), Duration.ofDays(30)).toString());
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static List<String> names(JsonNode answer) {
    List<String> open = new ArrayList<>();
    for (JsonNode row : answer.path("violations")) {
      if (row.path("endedAt").isNull()) {
        open.add(row.path("name").asText());
      }
    }
    return open;
  }
}
