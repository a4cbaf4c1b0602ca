package io.isotrail.ingest;

import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.TimeSpan;
import io.isotrail.ingest.integrity.Standing;
import java.time.Instant;
import java.util.List;

/** How a trail stands, as it is told on the status topic. */
final class StandingRecord {

  private StandingRecord() {}

  /**
   * Writes it.
   *
   * @param due up to when digests must have come
   */
  static IntegrityStatus of(String source, Standing standing, Instant due) {
    // Before the first valid digest nothing is known of the trail, a gap included.
    List<Standing.Span> gaps = standing.covered().isEmpty() ? List.of() : standing.gaps(due);
    return IntegrityStatus.newBuilder()
        .setSource(source)
        .setAccount(standing.account())
        .setRegion(standing.region())
        .setTrail(standing.trail())
        .setSince(standing.since().getEpochSecond())
        .setVerifiedUntil(
            standing.covered().isEmpty() ? 0 : standing.verifiedUntil().getEpochSecond())
        .setCovered(spans(standing.covered()))
        .setGaps(spans(gaps))
        .setFindings(
            standing.findings().stream()
                .map(
                    finding ->
                        new IntegrityFinding(
                            finding.kind(),
                            finding.object(),
                            finding.namedBy(),
                            finding.message(),
                            finding.at().getEpochSecond()))
                .toList())
        .setFindingsLeftOut(standing.findingsLeftOut())
        .setFindingsLeftOutUntil(standing.findingsLeftOutUntil().getEpochSecond())
        .setUnproven(standing.unproven())
        .setHealed(standing.healed())
        .build();
  }

  private static List<TimeSpan> spans(List<Standing.Span> spans) {
    return spans.stream()
        .map(span -> new TimeSpan(span.from().getEpochSecond(), span.to().getEpochSecond()))
        .toList();
  }

  /** Reads it. */
  static Standing read(IntegrityStatus before) {
    return new Standing(
        before.getAccount(),
        before.getRegion(),
        before.getTrail(),
        Instant.ofEpochSecond(before.getSince()),
        before.getCovered().stream()
            .map(
                span ->
                    new Standing.Span(
                        Instant.ofEpochSecond(span.getFrom()), Instant.ofEpochSecond(span.getTo())))
            .toList(),
        before.getFindings().stream()
            .map(
                finding ->
                    new Standing.Finding(
                        finding.getKind(),
                        finding.getObject(),
                        finding.getNamedBy(),
                        finding.getMessage(),
                        Instant.ofEpochSecond(finding.getAt())))
            .toList(),
        before.getFindingsLeftOut(),
        Instant.ofEpochSecond(before.getFindingsLeftOutUntil()),
        before.getUnproven(),
        before.getHealed());
  }
}
