package io.isotrail.streams.governance;

import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which revisions must be published so that the topic says what the files say. */
final class FileRules {

  static final String FILE = "file";
  private static final String SHIPPED = "shipped";

  private final PublishedGovernance published;
  private final long now;

  /**
   * @param now epoch seconds
   */
  FileRules(PublishedGovernance published, long now) {
    this.published = published;
    this.now = now;
  }

  /**
   * What a start publishes.
   *
   * @param policyFile empty: the shipped one, unless people published another
   * @param exceptionsFile empty: exceptions stay as they are
   */
  List<Governance> ofStart(Optional<Path> policyFile, Optional<Path> exceptionsFile) {
    List<Governance> revisions = new ArrayList<>();
    Policy policy = policyFile.map(GovernanceFiles::readPolicy).orElseGet(this::policyOfPeople);
    if (policyFile.isPresent() || !peopleDecided()) {
      policyRevision(policy, policyFile.isPresent() ? FILE : SHIPPED).ifPresent(revisions::add);
    }
    exceptionsFile.ifPresent(
        file -> revisions.addAll(exceptions(GovernanceFiles.readExceptions(file, policy), true)));
    return revisions;
  }

  /** A policy that people give. */
  Optional<Governance> policyRevision(Policy policy, String origin) {
    return published.next(
        GovernanceKind.POLICY,
        PublishedGovernance.POLICY,
        GovernanceFiles.toDocument(policy),
        origin,
        now);
  }

  /**
   * Exceptions that people give.
   *
   * @param prune true: those that came from a file and are not among them are revoked
   */
  List<Governance> exceptions(List<ExceptionGrant> given, boolean prune) {
    List<Governance> revisions = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (ExceptionGrant grant : given) {
      ids.add(grant.id());
      published.next(notRevokedInThePast(grant), FILE, now).ifPresent(revisions::add);
    }
    if (prune) {
      published.exceptions().stream()
          .filter(known -> known.origin().equals(FILE) && !ids.contains(known.grant().id()))
          .map(ExceptionRevision::grant)
          .filter(grant -> grant.revokedAt() == null && grant.validUntil() > now)
          .flatMap(grant -> published.next(ExceptionRules.revoked(grant, now), FILE, now).stream())
          .forEach(revisions::add);
    }
    return revisions;
  }

  /**
   * A revocation never alters the past: one that a file dates back counts from the instant at which
   * it is published, for what was published as unrevoked until then.
   */
  private ExceptionGrant notRevokedInThePast(ExceptionGrant grant) {
    Long revokedAt = grant.revokedAt();
    Optional<ExceptionRevision> known = published.exception(grant.id());
    if (revokedAt == null || known.isEmpty()) {
      return grant;
    }
    Long before = known.get().grant().revokedAt();
    long earliest = before != null && before <= now ? before : now;
    return ExceptionRules.revoked(grant, Math.max(revokedAt, earliest));
  }

  /**
   * Without a file nothing replaces what people published, not even the same in another form: a new
   * version of this program may write documents differently.
   */
  private boolean peopleDecided() {
    return latestPolicy() != null;
  }

  /** What people published stays; a newer shipped policy only replaces an older shipped one. */
  private Policy policyOfPeople() {
    PolicyRevision latest = latestPolicy();
    return latest == null ? GovernanceFiles.defaultPolicy() : latest.policy();
  }

  private @Nullable PolicyRevision latestPolicy() {
    List<PolicyRevision> policies = published.policies();
    return policies.isEmpty() || policies.getLast().origin().equals(SHIPPED)
        ? null
        : policies.getLast();
  }
}
