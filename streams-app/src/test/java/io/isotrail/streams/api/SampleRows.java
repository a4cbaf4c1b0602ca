package io.isotrail.streams.api;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows made by hand. */
public final class SampleRows {

  /** The instant that is "now" in these tests. */
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  public static final long NOW_SECONDS = NOW.getEpochSecond();
  public static final String ACCOUNT = "111122223333";
  public static final String REGION = "eu-central-1";

  private SampleRows() {}

  /** An open violation. */
  public static Row violation(String name, Severity severity, long openedAt) {
    return of(name, Status.VIOLATION, severity, openedAt, null, null, "risk");
  }

  /** A resource that is not in violation. */
  public static Row other(String name, Status status) {
    return of(name, status, null, null, null, null, "risk");
  }

  /** A model whose create request was hidden. */
  public static Row hidden(String name) {
    return of(name, Status.UNDETERMINED, null, null, null, null, "risk", true);
  }

  /** A violation that ended. */
  public static Row ended(String name, long openedAt, long endedAt, Ending endedAs) {
    return of(name, Status.GONE, Severity.HIGH, openedAt, endedAt, endedAs, "risk");
  }

  /** An open violation of somebody. */
  public static Row owned(String name, String owner) {
    return of(name, Status.VIOLATION, Severity.HIGH, NOW_SECONDS - 100, null, null, owner);
  }

  private static Row of(
      String name,
      Status status,
      @Nullable Severity severity,
      @Nullable Long openedAt,
      @Nullable Long endedAt,
      @Nullable Ending endedAs,
      String owner) {
    return of(
        name, status, severity, openedAt, endedAt, endedAs, owner, status != Status.UNDETERMINED);
  }

  private static Row of(
      String name,
      Status status,
      @Nullable Severity severity,
      @Nullable Long openedAt,
      @Nullable Long endedAt,
      @Nullable Ending endedAs,
      String owner,
      boolean created) {
    boolean isolated = status == Status.COMPLIANT;
    long createdAt = openedAt == null ? NOW_SECONDS - 1_000 : openedAt;
    return new Row(
        new Subject("aws", ACCOUNT, REGION, "model", name.toLowerCase(Locale.ROOT)),
        name,
        "payments",
        1,
        status == Status.UNDETERMINED
            ? Isolation.UNKNOWN
            : isolated ? Isolation.ISOLATED : Isolation.NOT_ISOLATED,
        status,
        severity,
        "production",
        "restricted",
        owner,
        false,
        null,
        status == Status.GONE,
        List.of(),
        true,
        null,
        created ? Long.valueOf(createdAt) : null,
        "arn:aws:iam::111122223333:role/deployer",
        openedAt,
        isolated ? null : Long.valueOf(createdAt),
        isolated ? null : Long.valueOf(createdAt + 60),
        openedAt == null ? null : Long.valueOf(openedAt + 86_400),
        endedAt == null && openedAt != null && openedAt + 86_400 <= NOW_SECONDS,
        null,
        Map.of("team", "risk"),
        createdAt,
        endedAt,
        endedAs);
  }
}
