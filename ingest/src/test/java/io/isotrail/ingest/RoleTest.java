package io.isotrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.emulated.EmulatedAws;
import io.isotrail.ingest.fetch.AwsRole;
import io.isotrail.ingest.fetch.AwsRoles;
import io.isotrail.ingest.given.FakeSts;
import io.isotrail.ingest.given.MemoryPublisher;
import io.isotrail.ingest.given.MemoryStatusLog;
import io.isotrail.ingest.given.Records;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets of other accounts, read as a role. */
class RoleTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/their/isotrail";
  private static final String KEY =
      "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/a.json.gz";

  @TempDir private Path directory;

  private static Settings settings(EmulatedAws aws, FakeSts sts, String roles, Path checkpoints) {
    Map<String, String> values = new HashMap<>(aws.settings());
    values.put("isotrail.ingest.backfill.sources", "s3:" + EmulatedAws.BUCKET);
    values.put("isotrail.ingest.backfill.checkpoints", checkpoints.toString());
    values.put("isotrail.ingest.aws.sts-endpoint", sts.endpoint());
    if (!roles.isEmpty()) {
      values.put("isotrail.ingest.aws.roles", roles);
    }
    return new Settings(values);
  }

  private Backfill open(EmulatedAws aws, FakeSts sts, String roles, MemoryPublisher publisher) {
    return Backfill.open(
        settings(aws, sts, roles, directory),
        new SimpleMeterRegistry(),
        "topic",
        publisher,
        new MemoryStatusLog());
  }

  @Test
  void aBucketIsReadAsItsRoleAndErrorsNameBucketRoleAndMend() throws Exception {
    try (EmulatedAws aws = new EmulatedAws();
        FakeSts sts = new FakeSts(ROLE, "our-word", "local", "not-a-secret")) {
      aws.put(KEY, Records.gzip(Records.file(Records.createModel("e-1", "m", Records.AT))));
      // From here on only the role may read it.
      System.setProperty("aws.accessKeyId", "somebody-else");
      MemoryPublisher publisher = new MemoryPublisher();

      try (Backfill backfill =
          open(aws, sts, EmulatedAws.BUCKET + " " + ROLE + " our-word", publisher)) {
        backfill.start();
        assertThat(backfill.awaitEnd(Duration.ofSeconds(60))).isTrue();
      }

      assertThat(publisher.facts).hasSize(1);
      // Once for all requests, until the credentials expire.
      assertThat(sts.asked())
          .singleElement()
          .satisfies(
              asked ->
                  assertThat(asked)
                      .containsEntry("RoleArn", ROLE)
                      .containsEntry("ExternalId", "our-word")
                      .containsEntry("RoleSessionName", "isotrail"));
      assertThatThrownBy(() -> open(aws, sts, "* " + ROLE + " another-word", publisher))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("s3://" + EmulatedAws.BUCKET)
          .hasMessageContaining("its role cannot be assumed")
          .hasMessageContaining("trust policy")
          .hasMessageContaining("as role " + ROLE)
          .hasMessageNotContaining("another-word");
      assertThatThrownBy(() -> open(aws, sts, "", publisher))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("s3://" + EmulatedAws.BUCKET)
          .hasMessageNotContaining("as role");
    }
  }

  @Test
  void rolesAreReadByBucketAndTheStarStandsForTheOthers() {
    AwsRoles roles =
        AwsRoles.parse(
            "a-a arn:aws-cn:iam::444455556666:role/x w=o,r:d; * arn:aws:iam::111122223333:role/y;");

    assertThat(roles.of("a-a"))
        .contains(new AwsRole("arn:aws-cn:iam::444455556666:role/x", Optional.of("w=o,r:d")));
    assertThat(roles.of("b-b"))
        .contains(new AwsRole("arn:aws:iam::111122223333:role/y", Optional.empty()));
    assertThat(AwsRoles.NONE.of("b-b")).isEmpty();
    assertThat(roles.of("a-a").map(AwsRole::region)).contains("cn-north-1");
    assertThat(new AwsRole("arn:aws-us-gov:iam::444455556666:role/x", Optional.empty()).region())
        .isEqualTo("us-gov-west-1");
  }

  @Test
  void whatIsNoRoleIsRefused() {
    assertThatThrownBy(() -> AwsRoles.parse("bucket"))
        .hasMessageContaining("BUCKET ROLE_ARN [EXTERNAL_ID]");
    assertThatThrownBy(() -> AwsRoles.parse("b arn:aws:iam::1:role/x"))
        .hasMessageContaining("no ARN of a role");
    assertThatThrownBy(() -> AwsRoles.parse("b " + ROLE + " x"))
        .hasMessageContaining("2 to 1224")
        .hasMessageNotContaining("'x'");
    assertThatThrownBy(() -> AwsRoles.parse("b " + ROLE + "; b " + ROLE))
        .hasMessageContaining("named twice");
  }
}
