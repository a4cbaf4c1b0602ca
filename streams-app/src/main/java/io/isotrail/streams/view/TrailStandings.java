package io.isotrail.streams.view;

import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.TimeSpan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the instances of ingest that share a queue say of one trail, taken together. Each digest is
 * judged by one of them, so each knows a part:
 *
 * <ul>
 *   <li>a time is covered when one has a valid digest of it, and a gap when one misses it that none
 *       has covered;
 *   <li>a finding of any is a finding, of one object the latest word;
 *   <li>it is verified until the latest valid digest, and looked at since the earliest begin;
 *   <li>digests cannot be judged when one instance says so, the latest reason is shown;
 *   <li>healed logs and findings left out add up.
 * </ul>
 */
final class TrailStandings {

  private record Trail(String source, String account, String region, String name) {
    static Trail of(IntegrityStatus status) {
      return new Trail(
          status.getSource(), status.getAccount(), status.getRegion(), status.getTrail());
    }
  }

  private TrailStandings() {}

  /** One for each trail, by source, account, region and name. */
  static List<IntegrityStatus> of(Collection<Progress> told) {
    Map<Trail, List<Progress>> byTrail =
        new TreeMap<>(
            Comparator.comparing(Trail::source)
                .thenComparing(Trail::account)
                .thenComparing(Trail::region)
                .thenComparing(Trail::name));
    for (Progress progress : told) {
      if (progress.getBody() instanceof IntegrityStatus status) {
        byTrail.computeIfAbsent(Trail.of(status), _ -> new ArrayList<>()).add(progress);
      }
    }
    return byTrail.values().stream().map(TrailStandings::together).toList();
  }

  private static IntegrityStatus together(List<Progress> told) {
    if (told.size() == 1) {
      return (IntegrityStatus) told.getFirst().getBody();
    }
    // The latest word last.
    List<IntegrityStatus> parts =
        told.stream()
            .sorted(Comparator.comparingLong(Progress::getWrittenAt))
            .map(progress -> (IntegrityStatus) progress.getBody())
            .toList();
    List<TimeSpan> covered = merged(parts.stream().flatMap(p -> p.getCovered().stream()).toList());
    List<TimeSpan> gaps = merged(parts.stream().flatMap(p -> p.getGaps().stream()).toList());
    String unproven = "";
    Map<String, IntegrityFinding> findings = new LinkedHashMap<>();
    for (IntegrityStatus part : parts) {
      unproven = part.getUnproven().isEmpty() ? unproven : part.getUnproven();
      part.getFindings().forEach(finding -> findings.put(finding.getObject(), finding));
    }
    return IntegrityStatus.newBuilder(parts.getFirst())
        .setSince(parts.stream().mapToLong(IntegrityStatus::getSince).min().orElseThrow())
        .setVerifiedUntil(
            parts.stream().mapToLong(IntegrityStatus::getVerifiedUntil).max().orElseThrow())
        .setCovered(covered)
        .setGaps(without(gaps, covered))
        .setFindings(
            findings.values().stream()
                .sorted(Comparator.comparingLong(IntegrityFinding::getAt))
                .toList())
        .setFindingsLeftOut(parts.stream().mapToLong(IntegrityStatus::getFindingsLeftOut).sum())
        .setFindingsLeftOutUntil(
            parts.stream().mapToLong(IntegrityStatus::getFindingsLeftOutUntil).max().orElseThrow())
        .setUnproven(unproven)
        .setHealed(parts.stream().mapToLong(IntegrityStatus::getHealed).sum())
        .build();
  }

  /** The same times in as few spans as can be, the oldest first. */
  private static List<TimeSpan> merged(List<TimeSpan> spans) {
    List<TimeSpan> merged = new ArrayList<>();
    for (TimeSpan span :
        spans.stream().sorted(Comparator.comparingLong(TimeSpan::getFrom)).toList()) {
      if (!merged.isEmpty() && span.getFrom() <= merged.getLast().getTo()) {
        TimeSpan last = merged.removeLast();
        merged.add(new TimeSpan(last.getFrom(), Math.max(last.getTo(), span.getTo())));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }

  /** What of these times the others leave; both merged. */
  private static List<TimeSpan> without(List<TimeSpan> spans, List<TimeSpan> others) {
    List<TimeSpan> left = new ArrayList<>();
    for (TimeSpan span : spans) {
      long at = span.getFrom();
      for (TimeSpan other : others) {
        if (other.getFrom() < span.getTo() && other.getTo() > at) {
          if (other.getFrom() > at) {
            left.add(new TimeSpan(at, other.getFrom()));
          }
          at = other.getTo();
        }
      }
      if (at < span.getTo()) {
        left.add(new TimeSpan(at, span.getTo()));
      }
    }
    return left;
  }
}
