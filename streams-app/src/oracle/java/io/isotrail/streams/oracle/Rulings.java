package io.isotrail.streams.oracle;

import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which policy applies and which exceptions hold at an instant. */
final class Rulings {

  private static final long EVER = Long.MIN_VALUE;

  private record Version(PlainPolicy policy, long revision, long from) {}

  private record RevisionKey(GovernanceKind kind, String id, long revision) {}

  private final List<Version> versions;
  private final List<PlainException> exceptions;

  /**
   * @param governance records in any order, duplicates allowed
   */
  Rulings(Collection<Governance> governance) {
    Map<RevisionKey, Governance> byKey =
        new TreeMap<>(
            Comparator.comparing(RevisionKey::kind)
                .thenComparing(RevisionKey::id)
                .thenComparingLong(RevisionKey::revision));
    for (Governance record : governance) {
      byKey.merge(
          new RevisionKey(record.getKind(), record.getId(), record.getRevision()),
          record,
          (one, other) ->
              one.getContentHash().compareTo(other.getContentHash()) >= 0 ? one : other);
    }
    List<Governance> policies = new ArrayList<>();
    Map<String, List<Governance>> exceptionsById = new TreeMap<>();
    for (Governance record : byKey.values()) {
      switch (record.getKind()) {
        case POLICY -> policies.add(record);
        case EXCEPTION ->
            exceptionsById.computeIfAbsent(record.getId(), any -> new ArrayList<>()).add(record);
      }
    }
    versions = versions(policies);
    exceptions = new ArrayList<>();
    exceptionsById.forEach((id, revisions) -> exceptions.addAll(PlainException.of(id, revisions)));
  }

  private static List<Version> versions(List<Governance> policies) {
    if (policies.isEmpty()) {
      return List.of(new Version(PlainPolicy.standard(), 0, EVER));
    }
    List<Version> versions = new ArrayList<>();
    for (Governance record : policies) {
      PlainPolicy policy = PlainPolicy.ofDocument(record.getDocument());
      if (policy.rewritesPast()) {
        versions.clear();
      }
      boolean fromTheBeginning = policy.rewritesPast() || record.equals(policies.getFirst());
      Long effectiveFrom = policy.effectiveFrom();
      long start =
          effectiveFrom == null
              ? record.getPublishedAt()
              : Math.max(effectiveFrom, record.getPublishedAt());
      versions.add(new Version(policy, record.getRevision(), fromTheBeginning ? EVER : start));
    }
    return versions;
  }

  PlainPolicy policyAt(long at) {
    return versions.stream()
        .filter(version -> version.from() <= at)
        .max(Comparator.comparingLong(Version::from).thenComparingLong(Version::revision))
        .orElseThrow()
        .policy();
  }

  /** Of several the one with the latest end, then the smallest id. */
  Optional<PlainException> exceptionAt(String arn, long at) {
    return exceptions.stream()
        .filter(exception -> exception.holdsAt(at) && exception.resource().matches(arn))
        .min(
            Comparator.comparingLong(PlainException::to)
                .reversed()
                .thenComparing(PlainException::id));
  }

  /** Every stretch of every exception, whether or not it matches anything. */
  List<PlainException> exceptions() {
    return exceptions;
  }

  /** The instants at which a ruling for this ARN may change. */
  NavigableSet<Long> changesFor(String arn) {
    NavigableSet<Long> instants = new TreeSet<>();
    versions.forEach(version -> instants.add(version.from()));
    exceptions.stream()
        .filter(exception -> exception.resource().matches(arn))
        .forEach(
            exception -> {
              instants.add(exception.from());
              instants.add(exception.to());
            });
    return instants;
  }
}
