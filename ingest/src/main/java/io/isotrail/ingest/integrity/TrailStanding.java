package io.isotrail.ingest.integrity;

import io.isotrail.ingest.integrity.Standing.Finding;
import io.isotrail.ingest.integrity.Standing.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What digests and logs of one trail came to so far; not thread-safe. */
final class TrailStanding {

  private final Chain chain;
  private final int mostFindings;
  private final int mostSpans;
  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private List<Span> covered = new ArrayList<>();
  private Instant since;
  private long leftOut;
  private Instant leftOutUntil = Instant.EPOCH;
  private long healed;
  private String unproven = "";

  TrailStanding(Chain chain, Instant since, int mostFindings, int mostSpans) {
    this.chain = chain;
    this.since = since;
    this.mostFindings = mostFindings;
    this.mostSpans = mostSpans;
  }

  /** What was told before a restart. */
  void recall(Standing before) {
    since = before.since().isBefore(since) ? before.since() : since;
    cover(before.covered());
    before.findings().forEach(finding -> findings.putIfAbsent(finding.object(), finding));
    leftOut += before.findingsLeftOut();
    leftOutUntil = later(leftOutUntil, before.findingsLeftOutUntil());
    healed += before.healed();
  }

  /** A digest of a time that begins then was seen, valid or not. */
  void seen(Instant start) {
    since = start.isBefore(since) ? start : since;
  }

  Instant since() {
    return since;
  }

  boolean covers(Instant from, Instant to) {
    return Coverage.of(covered).without(from, to).isEmpty();
  }

  /** A digest is valid; its time is covered once all that it names has been read. */
  void judged(Result.ValidDigest valid) {
    findings.remove(valid.digest().toString());
    since = valid.from().isBefore(since) ? valid.from() : since;
    unproven = "";
  }

  /** Logs of a digest could not be had; a reason that was told already says more. */
  void lacks(String reason) {
    unproven = unproven.isEmpty() ? reason : unproven;
  }

  void healed() {
    healed++;
  }

  List<Finding> findings() {
    return List.copyOf(findings.values());
  }

  /**
   * Takes a result; the same object's earlier one counts no more. A valid digest was {@link
   * #judged} before.
   */
  void take(Result result, Instant at) {
    switch (result) {
      case Result.ValidDigest valid -> cover(List.of(new Span(valid.from(), valid.to())));
      case Result.ValidLog valid -> findings.remove(valid.log().toString());
      case Result.InvalidDigest bad ->
          find(
              "digest-" + bad.fault().code(),
              bad.digest(),
              "",
              words(bad.fault(), bad.detail()),
              at);
      case Result.InvalidLog bad ->
          find(
              "log-" + bad.fault().code(),
              bad.log(),
              bad.digest().toString(),
              words(bad.fault(), bad.detail()),
              at);
      case Result.MissingDigest missing ->
          find("digest-missing", missing.digest(), missing.namedBy().toString(), "not found", at);
      case Result.MissingLog missing ->
          find("log-missing", missing.log(), missing.digest().toString(), "not found", at);
      case Result.Unproven unknown -> unproven = unknown.reason();
      case Result.Gap _ -> {
        // Gaps are what the valid digests leave open.
      }
    }
  }

  private void cover(List<Span> spans) {
    Coverage coverage = Coverage.of(covered);
    spans.forEach(span -> coverage.add(span.from(), span.to()));
    List<Span> merged = coverage.merged();
    while (merged.size() > mostSpans) {
      merged.removeFirst();
      since = merged.getFirst().from();
    }
    covered = merged;
  }

  private static String words(Fault fault, String detail) {
    return detail.isEmpty() ? fault.words() : fault.words() + " (" + detail + ")";
  }

  private void find(String kind, ObjectName object, String namedBy, String message, Instant at) {
    String name = object.toString();
    if (findings.size() >= mostFindings && !findings.containsKey(name)) {
      leftOut++;
      leftOutUntil = later(leftOutUntil, at);
      return;
    }
    findings.put(name, new Finding(kind, name, namedBy, message, at));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  Standing standing() {
    return new Standing(
        chain.account(),
        chain.region(),
        chain.trail(),
        since,
        covered,
        findings(),
        leftOut,
        leftOutUntil,
        unproven,
        healed);
  }
}
