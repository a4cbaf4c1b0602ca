package io.isotrail.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.app.terminal.CapturedTerminal;
import io.isotrail.ingest.integrity.Chain;
import io.isotrail.ingest.integrity.Fault;
import io.isotrail.ingest.integrity.ObjectName;
import io.isotrail.ingest.integrity.Range;
import io.isotrail.ingest.integrity.Result;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code isotrail verify} says, and its exit codes. */
final class VerifySummaryTest {

  private static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-10-01T02:00:00Z");
  private static final Chain CHAIN =
      new Chain("AWSLogs/111122223333/", "111122223333", "eu-west-1", "t", "eu-west-1", false);
  private static final ObjectName DIGEST = new ObjectName("logs", "AWSLogs/d.json.gz");
  private static final ObjectName LOG = new ObjectName("logs", "AWSLogs/l\u001b[2J.json.gz");
  private static final Result VALID = new Result.ValidDigest(CHAIN, DIGEST, FROM, TO);

  private final CapturedTerminal captured = new CapturedTerminal();

  private ExitCode say(boolean all, List<Result> results) {
    VerifySummary summary = new VerifySummary(captured.plain(), new Range(FROM, TO, TO), all);
    results.forEach(summary);
    return summary.end(1);
  }

  @Test
  void whatIsValidIsOnlyCounted() {
    assertThat(say(false, List.of(VALID, new Result.ValidLog(CHAIN, LOG))))
        .isEqualTo(ExitCode.DONE);
    assertThat(captured.out())
        .isEqualTo(
            """
            Asked for  2026-10-01T00:00:00Z to 2026-10-01T02:00:00Z
            Found      2026-10-01T00:00:00Z to 2026-10-01T02:00:00Z, 1 chains of digests in 1 accounts and 1 regions
            Digests    1 of 1 valid, 0 invalid, 0 missing, 0 gaps
            Logs       1 of 1 valid, 0 invalid, 0 missing
            """);
  }

  @Test
  void allNamesWhatIsValidToo() {
    say(true, List.of(VALID));
    assertThat(captured.out()).contains("Digest  valid  s3://logs/AWSLogs/d.json.gz");
  }

  @Test
  void whatIsWrongIsNamedWithItsReasonAndMendAndEndsWithThree() {
    for (Result wrong :
        List.of(
            new Result.InvalidDigest(CHAIN, DIGEST, Fault.SIGNATURE, ""),
            new Result.InvalidLog(CHAIN, LOG, DIGEST, Fault.HASH, ""),
            new Result.MissingDigest(CHAIN, DIGEST, DIGEST),
            new Result.MissingLog(CHAIN, LOG, DIGEST),
            new Result.Gap(CHAIN, FROM, TO, Result.Gap.Cause.ENDED),
            new Result.Gap(CHAIN, FROM, TO, Result.Gap.Cause.STARTED_ANEW),
            new Result.Gap(CHAIN, FROM, TO, Result.Gap.Cause.DIGESTS_MISSING))) {
      assertThat(say(false, List.of(VALID, wrong))).isEqualTo(ExitCode.FAIL_ON);
    }
    assertThat(captured.out())
        .contains(
            "Digest  INVALID  s3://logs/AWSLogs/d.json.gz: signature verification failed",
            "hash value doesn't match",
            "Log     MISSING  s3://logs/AWSLogs/l\uFFFD[2J.json.gz: not found",
            "account 111122223333, region eu-west-1, trail t: no digest from")
        .doesNotContain("\u001b");
  }

  @Test
  void whatIsNotProvenWinsOverWhatIsWrong() {
    assertThat(
            say(
                false,
                List.of(
                    new Result.MissingLog(CHAIN, LOG, DIGEST),
                    new Result.Unproven(CHAIN, LOG, "access was denied"))))
        .isEqualTo(ExitCode.INCOMPLETE);
    assertThat(captured.out()).contains("NOT PROVEN", "access was denied");
  }

  @Test
  void theHelpNamesTheOptionsAndTheExitCodes() {
    int code = CommandLineRoot.run(captured.plain(), Map.of(), "verify", "--help");

    assertThat(code).isEqualTo(ExitCode.DONE.number());
    assertThat(captured.out())
        .contains(
            "Usage: isotrail verify", "--public-keys", "--from", "Exit codes:", "  3    a digest");
    assertThat(captured.err()).isEmpty();
  }

  @Test
  void noDigestAtAllProvesNothing(@TempDir Path directory) {
    int code =
        CommandLineRoot.run(
            captured.plain(),
            Map.of(),
            "verify",
            "--source",
            "dir:" + directory,
            "--from",
            "2026-10-01");

    assertThat(code).isEqualTo(ExitCode.INCOMPLETE.number());
    assertThat(captured.err()).contains("enable-log-file-validation");
  }
}
