package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.Facts;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judged runs. */
final class Runs {

  private Runs() {}

  /** A run that was seen being created. */
  static History created(String kind, String name, long at, Status status) {
    return run(kind, name, at, status, true);
  }

  /** A run of which only traces were seen. */
  static History traced(String kind, String name, long at) {
    return run(kind, name, at, Status.UNDETERMINED, false);
  }

  private static History run(
      String kind, String name, long at, Status status, boolean created) {
    return new History(
        new Subject("aws", Facts.ACCOUNT, "eu-central-1", kind, name),
        null,
        at,
        List.of(
            new History.Generation(
                1,
                "e1",
                name,
                at,
                created,
                "ana",
                status == Status.COMPLIANT ? Isolation.ISOLATED : Isolation.NOT_ISOLATED,
                false,
                null,
                null,
                at,
                at,
                Map.of(),
                null,
                List.of(),
                List.of(
                    new History.Spell(
                        at,
                        null,
                        status,
                        severity(status),
                        "production",
                        "internal",
                        "ml",
                        false,
                        null,
                        null,
                        null,
                        null,
                        null)))));
  }

  private static @Nullable Severity severity(Status status) {
    return status == Status.VIOLATION ? Severity.HIGH : null;
  }
}
