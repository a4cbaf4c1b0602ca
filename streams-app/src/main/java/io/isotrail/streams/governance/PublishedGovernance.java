package io.isotrail.streams.governance;

import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.ExceptionRevisions;
import io.isotrail.streams.compliance.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the governance topic says, at one moment. Of several records with one key the greatest
 * content hash counts; a record that cannot be used counts as nothing, except that its revision
 * number is taken.
 */
public final class PublishedGovernance {

  /** The id of every policy's revision. */
  static final String POLICY = "policy";

  private final Map<String, Governance> byKey;
  private final List<PolicyRevision> policies;
  private final Map<String, List<ExceptionRevision>> exceptions;

  private PublishedGovernance(Map<String, Governance> byKey) {
    this.byKey = byKey;
    List<Governance> inOrder =
        byKey.values().stream().sorted(Comparator.comparingLong(Governance::getRevision)).toList();
    this.policies = policies(inOrder);
    this.exceptions = exceptions(inOrder);
  }

  /** Of all records of one partition of the topic, in any order. */
  public static PublishedGovernance of(Collection<Governance> records) {
    Map<String, Governance> byKey = new TreeMap<>();
    for (Governance record : records) {
      byKey.merge(
          key(record),
          record,
          (one, other) ->
              one.getContentHash().compareTo(other.getContentHash()) >= 0 ? one : other);
    }
    return new PublishedGovernance(byKey);
  }

  /** The key of a revision: kind/id/revision. */
  static String key(Governance revision) {
    return revision.getKind() + "/" + revision.getId() + "/" + revision.getRevision();
  }

  private static List<PolicyRevision> policies(List<Governance> inOrder) {
    List<PolicyRevision> policies = new ArrayList<>();
    for (Governance record : inOrder) {
      if (record.getKind() == GovernanceKind.POLICY) {
        try {
          Policy policy = GovernanceFiles.policyFromDocument(record.getDocument(), key(record));
          policies.add(
              new PolicyRevision(
                  record.getRevision(),
                  record.getContentHash(),
                  record.getPublishedAt(),
                  record.getOrigin(),
                  policy,
                  since(policy, record.getPublishedAt(), policies.isEmpty())));
        } catch (InvalidGovernanceException unusable) {
          // The topology has put it aside as a dead letter, with the reason.
        }
      }
    }
    return List.copyOf(policies);
  }

  private static @Nullable Long since(Policy policy, long publishedAt, boolean first) {
    if (first || policy.rewritesPast()) {
      return null;
    }
    Long effective = policy.effectiveFrom();
    return effective == null ? publishedAt : Math.max(effective, publishedAt);
  }

  private static Map<String, List<ExceptionRevision>> exceptions(List<Governance> inOrder) {
    Map<String, List<ExceptionRevision>> byId = new TreeMap<>();
    for (Governance record : inOrder) {
      if (record.getKind() == GovernanceKind.EXCEPTION) {
        try {
          ExceptionGrant grant =
              GovernanceFiles.exceptionFromDocument(record.getDocument(), key(record));
          if (grant.id().equals(record.getId())) {
            byId.computeIfAbsent(grant.id(), id -> new ArrayList<>())
                .add(
                    new ExceptionRevision(
                        grant, record.getRevision(), record.getPublishedAt(), record.getOrigin()));
          }
        } catch (InvalidGovernanceException unusable) {
          // As above.
        }
      }
    }
    return byId;
  }

  /** Every version of the policy, the oldest first. */
  public List<PolicyRevision> policies() {
    return policies;
  }

  /**
   * The version that applies at an instant; empty while none was published.
   *
   * @param instant epoch seconds
   */
  // The judge's own rule decides; which revision its answer came from is told by identity, since
  // two revisions may say the same.
  @SuppressWarnings("ReferenceEquality")
  public Optional<PolicyRevision> policyAt(long instant) {
    if (policies.isEmpty()) {
      return Optional.empty();
    }
    Policy inForce =
        new io.isotrail.streams.compliance.Governance(
                policies.stream()
                    .map(
                        one ->
                            new Policy.Published(one.policy(), one.publishedAt(), one.revision()))
                    .toList(),
                List.of())
            .policyAt(instant);
    return policies.stream().filter(one -> one.policy() == inForce).findFirst();
  }

  /** The present state of every exception, in the order of their ids. */
  public List<ExceptionRevision> exceptions() {
    return exceptions.values().stream().map(List::getLast).toList();
  }

  /**
   * Every time that an exception held or may hold, in the order of their ids: one that was revoked
   * and came back stands once for each.
   */
  public List<ExceptionGrant> stretches() {
    return exceptions.values().stream()
        .flatMap(
            revisions ->
                ExceptionRevisions.stretches(
                    revisions.stream()
                        .map(
                            one ->
                                new ExceptionRevisions.Published(
                                    one.grant(), one.publishedAt(), one.revision()))
                        .toList())
                    .stream())
        .toList();
  }

  /** The present state of one exception. */
  public Optional<ExceptionRevision> exception(String id) {
    return Optional.ofNullable(exceptions.get(id)).map(List::getLast);
  }

  /** The record with a key; the one that counts. */
  Optional<Governance> record(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** The latest record of a policy or an exception, usable or not. */
  Optional<Governance> latest(GovernanceKind kind, String id) {
    return byKey.values().stream()
        .filter(record -> record.getKind() == kind && record.getId().equals(id))
        .max(Comparator.comparingLong(Governance::getRevision));
  }

  /**
   * The next revision of a policy or an exception; empty when the latest one says the same.
   *
   * @param now epoch seconds; a clock behind the one that published the latest revision does not
   *     count, so that publication never goes back in time
   */
  Optional<Governance> next(
      GovernanceKind kind, String id, String document, String origin, long now) {
    Optional<Governance> latest = latest(kind, id);
    String hash = GovernanceFiles.contentHash(document);
    if (latest.isPresent() && latest.get().getContentHash().equals(hash)) {
      return Optional.empty();
    }
    return Optional.of(
        Governance.newBuilder()
            .setKind(kind)
            .setId(id)
            .setRevision(latest.map(Governance::getRevision).orElse(0L) + 1)
            .setContentHash(hash)
            .setPublishedAt(Math.max(now, latest.map(Governance::getPublishedAt).orElse(now)))
            .setOrigin(origin)
            .setDocument(document)
            .build());
  }

  /** The next revision of an exception; empty when the latest one says the same. */
  Optional<Governance> next(ExceptionGrant grant, String origin, long now) {
    return next(
        GovernanceKind.EXCEPTION, grant.id(), GovernanceFiles.toDocument(grant), origin, now);
  }
}
