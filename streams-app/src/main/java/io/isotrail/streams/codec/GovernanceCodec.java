package io.isotrail.streams.codec;

import io.isotrail.avro.GovernanceKind;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.ExceptionRevisions;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.governance.InvalidGovernanceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Governance as {@code isotrail.governance.v1} carries it. */
public final class GovernanceCodec {

  private GovernanceCodec() {}

  /** The key of a revision: kind, id and revision. */
  public static String key(io.isotrail.avro.Governance revision) {
    return revision.getKind() + "/" + revision.getId() + "/" + revision.getRevision();
  }

  /** Why a record that decodes cannot be used; empty when it can. */
  public static Optional<String> objection(io.isotrail.avro.Governance revision) {
    try {
      switch (revision.getKind()) {
        case POLICY -> policy(revision);
        case EXCEPTION -> {
          String id = exception(revision).id();
          if (!id.equals(revision.getId())) {
            return Optional.of("the document is about the exception " + id);
          }
        }
      }
    } catch (InvalidGovernanceException e) {
      return Optional.of(e.getMessage() == null ? "not usable" : e.getMessage());
    }
    return revision.getRevision() < 1 ? Optional.of("revisions count from 1") : Optional.empty();
  }

  /** The policy in a revision of kind POLICY. */
  public static Policy.Published policy(io.isotrail.avro.Governance revision) {
    return new Policy.Published(
        GovernanceFiles.policyFromDocument(revision.getDocument(), where(revision)),
        revision.getPublishedAt(),
        revision.getRevision());
  }

  /** The exception in a revision of kind EXCEPTION. */
  public static ExceptionGrant exception(io.isotrail.avro.Governance revision) {
    return GovernanceFiles.exceptionFromDocument(revision.getDocument(), where(revision));
  }

  /**
   * All revisions together: every policy, and the stretches of each exception.
   *
   * @param revisions usable ones, one for each key
   * @return empty when there is no policy among them
   */
  public static Optional<Governance> governance(Collection<io.isotrail.avro.Governance> revisions) {
    List<Policy.Published> policies =
        revisions.stream()
            .filter(revision -> revision.getKind() == GovernanceKind.POLICY)
            .map(GovernanceCodec::policy)
            .sorted(Comparator.comparingLong(Policy.Published::revision))
            .toList();
    if (policies.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Governance(policies, exceptions(revisions)));
  }

  /** In the order of their ids. */
  private static List<ExceptionGrant> exceptions(
      Collection<io.isotrail.avro.Governance> revisions) {
    TreeMap<String, List<ExceptionRevisions.Published>> byId = new TreeMap<>();
    for (io.isotrail.avro.Governance revision : revisions) {
      if (revision.getKind() == GovernanceKind.EXCEPTION) {
        byId.computeIfAbsent(revision.getId(), id -> new ArrayList<>())
            .add(
                new ExceptionRevisions.Published(
                    exception(revision), revision.getPublishedAt(), revision.getRevision()));
      }
    }
    return byId.values().stream()
        .flatMap(published -> ExceptionRevisions.stretches(published).stream())
        .toList();
  }

  private static String where(io.isotrail.avro.Governance revision) {
    return key(revision);
  }
}
