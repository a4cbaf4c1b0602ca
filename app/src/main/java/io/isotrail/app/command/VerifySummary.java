package io.isotrail.app.command;

import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Style;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.ingest.integrity.Chain;
import io.isotrail.ingest.integrity.Fault;
import io.isotrail.ingest.integrity.ObjectName;
import io.isotrail.ingest.integrity.Range;
import io.isotrail.ingest.integrity.Result;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints what verifying finds, line by line, and counts it. */
final class VerifySummary implements Consumer<Result> {

  private final Terminal terminal;
  private final Range range;
  private final boolean all;
  private final Set<String> accounts = new HashSet<>();
  private final Set<String> regions = new HashSet<>();
  private long validDigests;
  private long invalidDigests;
  private long missingDigests;
  private long gaps;
  private long validLogs;
  private long invalidLogs;
  private long missingLogs;
  private long unproven;
  private @Nullable Instant first;
  private @Nullable Instant last;

  VerifySummary(Terminal terminal, Range range, boolean all) {
    this.terminal = terminal;
    this.range = range;
    this.all = all;
  }

  @Override
  public void accept(Result result) {
    accounts.add(result.chain().account());
    regions.add(result.chain().region());
    switch (result) {
      case Result.ValidDigest valid -> {
        validDigests++;
        covered(valid.from(), valid.to());
        valid("Digest", valid.digest());
      }
      case Result.ValidLog valid -> {
        validLogs++;
        valid("Log", valid.log());
      }
      case Result.InvalidDigest invalid -> {
        invalidDigests++;
        invalid("Digest", invalid.digest(), invalid.fault(), invalid.detail());
        terminal.out().println("        The logs that it names were not checked.");
      }
      case Result.InvalidLog invalid -> {
        invalidLogs++;
        invalid("Log", invalid.log(), invalid.fault(), invalid.detail());
      }
      case Result.MissingDigest missing -> {
        missingDigests++;
        missing("Digest", missing.digest(), missing.namedBy());
      }
      case Result.MissingLog missing -> {
        missingLogs++;
        missing("Log", missing.log(), missing.digest());
      }
      case Result.Gap gap -> {
        gaps++;
        gap(gap);
      }
      case Result.Unproven unknown -> {
        unproven++;
        line(Style.MEDIUM, "Object", "NOT PROVEN", unknown.object() + ": " + unknown.reason());
      }
    }
  }

  private void covered(Instant from, Instant to) {
    first = first == null || from.isBefore(first) ? from : first;
    last = last == null || to.isAfter(last) ? to : last;
  }

  private void valid(String what, ObjectName object) {
    if (all) {
      line(Style.GOOD, what, "valid", object.toString());
    }
  }

  private void invalid(String what, ObjectName object, Fault fault, String detail) {
    line(
        Style.CRITICAL,
        what,
        "INVALID",
        object + ": " + fault.words() + (detail.isEmpty() ? "" : " (" + detail + ")"));
    terminal.out().println("        " + sentence(fault.mend()));
  }

  private void missing(String what, ObjectName object, ObjectName namedBy) {
    line(Style.CRITICAL, what, "MISSING", object + ": not found");
    terminal.out().println("        Named by " + Printable.of(namedBy.toString()));
    terminal
        .out()
        .println(
            "        Restore it from a copy or an older version of the object, and find out who"
                + " removed it (a lifecycle rule removes, too).");
  }

  private void gap(Result.Gap gap) {
    Chain chain = gap.chain();
    line(
        Style.HIGH,
        "Gap",
        "",
        "account %s, region %s, trail %s: no digest from %s to %s"
            .formatted(chain.account(), chain.region(), chain.trail(), gap.from(), gap.to()));
    terminal
        .out()
        .println(
            "        "
                + switch (gap.cause()) {
                  case STARTED_ANEW ->
                      "CloudTrail began a new chain after it: logging or log file validation was"
                          + " off. Look for StopLogging and UpdateTrail events before it. Logs of"
                          + " that time cannot be proven.";
                  case DIGESTS_MISSING ->
                      "Digests of that time were removed, and those that would name them as well"
                          + " or are invalid. Restore them; their names end on the hour.";
                  case ENDED ->
                      "CloudTrail delivered none, or the newest were removed. Look whether the"
                          + " trail logs and validates (aws cloudtrail get-trail-status), and for"
                          + " StopLogging, DeleteTrail and UpdateTrail events.";
                });
  }

  private void line(Style style, String what, String word, String text) {
    terminal
        .out()
        .println(
            "%-7s ".formatted(what)
                + (word.isEmpty() ? "" : terminal.styled(style, word) + "  ")
                + Printable.of(text));
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  /**
   * Prints the sums.
   *
   * @param chains chains of digests that were found
   * @return what all of it means
   */
  ExitCode end(int chains) {
    boolean wrong =
        invalidDigests + missingDigests + gaps + invalidLogs + missingLogs > 0;
    if (wrong || unproven > 0 || all) {
      terminal.out().println();
    }
    terminal.out().println("Asked for  %s to %s".formatted(range.from(), range.to()));
    if (validDigests > 0) {
      terminal
          .out()
          .println(
              "Found      %s to %s, %,d chains of digests in %,d accounts and %,d regions"
                  .formatted(first, last, chains, accounts.size(), regions.size()));
    }
    terminal
        .out()
        .println(
            "Digests    %,d of %,d valid, %,d invalid, %,d missing, %,d gaps"
                .formatted(
                    validDigests,
                    validDigests + invalidDigests + missingDigests,
                    invalidDigests,
                    missingDigests,
                    gaps));
    terminal
        .out()
        .println(
            "Logs       %,d of %,d valid, %,d invalid, %,d missing"
                .formatted(
                    validLogs, validLogs + invalidLogs + missingLogs, invalidLogs, missingLogs));
    if (unproven > 0) {
      terminal.out().println("Not proven %,d objects".formatted(unproven));
      return ExitCode.INCOMPLETE;
    }
    if (validDigests + invalidDigests + missingDigests == 0) {
      terminal.say(
          "isotrail: there is no digest of that time in the source; turn on log file validation"
              + " (aws cloudtrail update-trail --enable-log-file-validation), or look whether the"
              + " source holds a CloudTrail-Digest folder");
      return ExitCode.INCOMPLETE;
    }
    return wrong ? ExitCode.FAIL_ON : ExitCode.DONE;
  }
}
