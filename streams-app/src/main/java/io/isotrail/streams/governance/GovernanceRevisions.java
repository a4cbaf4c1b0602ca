package io.isotrail.streams.governance;

import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which revisions must be published so that the topic says what the files say. */
final class GovernanceRevisions {

  private static final String POLICY = "policy";
  private static final String FILE = "file";
  private static final String SHIPPED = "shipped";

  private final List<Governance> published;
  private final long now;

  /**
   * @param published every revision in the topic
   * @param now epoch seconds
   */
  GovernanceRevisions(List<Governance> published, long now) {
    this.published = published;
    this.now = now;
  }

  /** The key of a revision: kind/id/revision. */
  static String key(Governance revision) {
    return revision.getKind() + "/" + revision.getId() + "/" + revision.getRevision();
  }

  List<Governance> of(Optional<Path> policyFile, Optional<Path> exceptionsFile) {
    List<Governance> revisions = new ArrayList<>();
    Policy policy = policyFile.map(GovernanceFiles::readPolicy).orElseGet(this::policyInForce);
    if (policyFile.isPresent() || !peopleDecided()) {
      policyRevision(policy, policyFile.isPresent()).ifPresent(revisions::add);
    }
    exceptionsFile.ifPresent(
        file -> revisions.addAll(exceptions(GovernanceFiles.readExceptions(file, policy))));
    return revisions;
  }

  /**
   * Without a file nothing replaces what people published, not even the same in another form: a new
   * version of this program may write documents differently.
   */
  private boolean peopleDecided() {
    return latest(GovernanceKind.POLICY, POLICY)
        .filter(revision -> !revision.getOrigin().equals(SHIPPED))
        .isPresent();
  }

  /** What people published stays; a newer shipped policy only replaces an older shipped one. */
  private Policy policyInForce() {
    return latest(GovernanceKind.POLICY, POLICY)
        .filter(revision -> !revision.getOrigin().equals(SHIPPED))
        .map(revision -> GovernanceFiles.policyFromDocument(revision.getDocument(), key(revision)))
        .orElseGet(GovernanceFiles::defaultPolicy);
  }

  private Optional<Governance> policyRevision(Policy policy, boolean fromFile) {
    return revision(
        GovernanceKind.POLICY,
        POLICY,
        GovernanceFiles.toDocument(policy),
        fromFile ? FILE : SHIPPED);
  }

  private List<Governance> exceptions(List<ExceptionGrant> given) {
    List<Governance> revisions = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (ExceptionGrant grant : given) {
      ids.add(grant.id());
      revision(GovernanceKind.EXCEPTION, grant.id(), GovernanceFiles.toDocument(grant), FILE)
          .ifPresent(revisions::add);
    }
    published.stream()
        .filter(revision -> revision.getKind() == GovernanceKind.EXCEPTION)
        .map(Governance::getId)
        .distinct()
        .sorted()
        .filter(id -> !ids.contains(id))
        .flatMap(id -> latest(GovernanceKind.EXCEPTION, id).stream())
        .filter(revision -> revision.getOrigin().equals(FILE))
        .flatMap(revision -> revoked(revision).stream())
        .forEach(revisions::add);
    return revisions;
  }

  private Optional<Governance> revoked(Governance latest) {
    ExceptionGrant grant = GovernanceFiles.exceptionFromDocument(latest.getDocument(), key(latest));
    if (grant.revokedAt() != null || grant.validUntil() <= now) {
      return Optional.empty();
    }
    ExceptionGrant revoked =
        new ExceptionGrant(
            grant.id(),
            grant.resource(),
            grant.reason(),
            grant.ticket(),
            grant.requestedBy(),
            grant.approver(),
            grant.approvedAt(),
            grant.validFrom(),
            grant.validUntil(),
            now,
            grant.compensatingControls());
    return revision(
        GovernanceKind.EXCEPTION, grant.id(), GovernanceFiles.toDocument(revoked), FILE);
  }

  /** The next revision; empty when the latest one says the same. */
  private Optional<Governance> revision(
      GovernanceKind kind, String id, String document, String origin) {
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
            .setPublishedAt(now)
            .setOrigin(origin)
            .setDocument(document)
            .build());
  }

  private Optional<Governance> latest(GovernanceKind kind, String id) {
    return published.stream()
        .filter(revision -> revision.getKind() == kind && revision.getId().equals(id))
        .max(
            Comparator.comparingLong(Governance::getRevision)
                .thenComparing(Governance::getContentHash));
  }
}
