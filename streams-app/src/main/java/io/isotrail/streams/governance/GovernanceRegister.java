package io.isotrail.streams.governance;

import io.isotrail.avro.Governance;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Policy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door through which policies and exceptions are read and changed: by the files of a start, by
 * commands, by the API. It knows the rules, and publishes a change as new revisions, to every
 * partition of the governance topic and all in one transaction, so that every task has all of it or
 * nothing.
 *
 * <p>A change is decided on what is published when the sole right to write was taken. Whoever takes
 * that right later fences the earlier one, whose change is then refused as a conflict; so two at
 * once never lose each other's change. What was written is read back, in case somebody writes
 * without asking for the right.
 *
 * <p>Thread-safe. Nothing is connected before the first call. Every call waits for Kafka for as
 * long as the patience at most, for each answer.
 */
public final class GovernanceRegister {

  private static final Logger LOG = LoggerFactory.getLogger(GovernanceRegister.class);

  private final RevisionLog log;
  private final Clock clock;
  // Changes within one process wait for each other; those of others are met as conflicts.
  private final ReentrantLock changing = new ReentrantLock();

  GovernanceRegister(RevisionLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * The register of the Kafka that the settings name.
   *
   * @param transactionalId one and the same for all instances and commands of an installation
   * @param patience longest wait for one answer of Kafka's
   */
  public static GovernanceRegister of(
      Settings settings, String transactionalId, Duration patience) {
    return new GovernanceRegister(
        new KafkaRevisionLog(settings, transactionalId, patience), Clock.systemUTC());
  }

  /**
   * What is published now.
   *
   * @throws GovernanceAwayException when it cannot be had
   */
  public PublishedGovernance read() {
    return PublishedGovernance.of(log.read());
  }

  /**
   * Makes the topic say what the files of a start say; those exceptions that came from a file and
   * are gone from it are revoked.
   *
   * @param policy empty: the shipped one, unless another was published
   * @param exceptions empty: exceptions stay as they are
   * @throws InvalidGovernanceException when a file cannot be used
   * @throws GovernanceAwayException when the topic cannot be read or written
   */
  public Outcome start(Optional<Path> policy, Optional<Path> exceptions) {
    return change(
        (published, now) ->
            planned(new FileRules(published, now).ofStart(policy, exceptions), published));
  }

  /**
   * Publishes a version of the policy.
   *
   * @param origin who does so
   * @throws GovernanceAwayException when the topic cannot be read or written
   */
  public Outcome applyPolicy(Policy policy, String origin) {
    return change(
        (published, now) ->
            planned(
                new FileRules(published, now).policyRevision(policy, origin).stream().toList(),
                published));
  }

  /**
   * Publishes a version of the policy that somebody sends.
   *
   * @param json the fields of a policy; with {@code revision}, it is a conflict when another one is
   *     the latest by now; {@code publishedAt}, {@code since} and {@code origin}, which an answer
   *     adds, are not looked at
   * @param caller who sends it
   * @throws InvalidGovernanceException when it cannot be used
   * @throws GovernanceAwayException when the topic cannot be read or written
   */
  public Outcome putPolicy(String json, String caller) {
    PolicyRequest request = PolicyRequest.of(json);
    return change(
        (published, now) -> {
          Optional<Governance> next =
              new FileRules(published, now).policyRevision(request.policy(), "api:" + caller);
          Long based = request.revision();
          if (next.isPresent() && based != null && next.get().getRevision() != based + 1) {
            return new Outcome.Conflict(
                "the latest revision of the policy is "
                    + (next.get().getRevision() - 1)
                    + " and not "
                    + based
                    + ": look at what changed, and send yours with that revision");
          }
          return planned(next.stream().toList(), published);
        });
  }

  /**
   * Publishes the exceptions of a file; the policy in force limits their length.
   *
   * @param prune true: also revokes those that came from a file and are not in this one; false:
   *     leaves all others alone
   * @throws InvalidGovernanceException when the file cannot be used
   * @throws GovernanceAwayException when the topic cannot be read or written
   */
  public Outcome applyExceptions(Path file, boolean prune) {
    return change(
        (published, now) -> {
          Policy policy =
              published
                  .policyAt(now)
                  .map(PolicyRevision::policy)
                  .orElseGet(GovernanceFiles::defaultPolicy);
          List<ExceptionGrant> given = GovernanceFiles.readExceptions(file, policy);
          return planned(new FileRules(published, now).exceptions(given, prune), published);
        });
  }

  /**
   * Requests an exception, or says a request anew that nobody has approved yet.
   *
   * @param json the fields of an exception; {@code id} may be left out, {@code requestedBy} is then
   *     the caller and {@code validFrom} now; {@code approvedAt} and {@code revokedAt} are refused
   * @param caller who sends it
   * @throws InvalidGovernanceException when the request cannot be used
   * @throws GovernanceAwayException when the topic cannot be read or written
   */
  public Outcome request(String id, String json, String caller) {
    return change((published, now) -> new ExceptionRules(published, now).request(id, json, caller));
  }

  /**
   * Approves a requested exception from now on.
   *
   * @param revision the one that was read; it is a conflict when another one is the latest by now
   * @param caller who approves it; never who requested it
   * @throws InvalidGovernanceException when the caller may not, or the policy in force forbids it
   * @throws GovernanceAwayException when the topic cannot be read or written
   */
  public Outcome approve(String id, long revision, String caller) {
    return change(
        (published, now) -> new ExceptionRules(published, now).approve(id, revision, caller));
  }

  /**
   * Revokes exceptions from now on, all or none; the past is not altered.
   *
   * @param origin who does so
   * @throws GovernanceAwayException when the topic cannot be read or written
   */
  public Outcome revoke(List<String> ids, String origin) {
    return change((published, now) -> new ExceptionRules(published, now).revoke(ids, origin));
  }

  private static Outcome planned(List<Governance> revisions, PublishedGovernance published) {
    return revisions.isEmpty()
        ? new Outcome.Unchanged(published)
        : new Outcome.Published(revisions, published, published);
  }

  /** Decides first without the right to write, which whoever changes nothing need not take. */
  private Outcome change(BiFunction<PublishedGovernance, Long, Outcome> decide) {
    changing.lock();
    try {
      Outcome first = decide.apply(read(), now());
      return first instanceof Outcome.Published ? decideAndWrite(decide) : first;
    } finally {
      changing.unlock();
    }
  }

  private Outcome decideAndWrite(BiFunction<PublishedGovernance, Long, Outcome> decide) {
    try (RevisionLog.Claim claim = log.claim()) {
      Outcome decided = decide.apply(read(), now());
      if (!(decided instanceof Outcome.Published(var revisions, var before, var _))) {
        return decided;
      }
      if (!claim.write(revisions)) {
        return new Outcome.Conflict(
            "somebody else changed policy or exceptions at the same time, and nothing of this was"
                + " published; look at what they did and try again");
      }
      return confirmed(revisions, before);
    }
  }

  private Outcome confirmed(List<Governance> revisions, PublishedGovernance before) {
    List<Governance> records = log.read();
    for (Governance revision : revisions) {
      String key = PublishedGovernance.key(revision);
      boolean contested =
          records.stream()
              .anyMatch(
                  record ->
                      PublishedGovernance.key(record).equals(key)
                          && !record.getContentHash().equals(revision.getContentHash()));
      if (contested) {
        return new Outcome.Conflict(
            "somebody else published "
                + key
                + " at the same time, without regard to this writer; only one of the two counts:"
                + " look which, and try again if it is not yours");
      }
      LOG.atInfo()
          .addKeyValue("kind", revision.getKind())
          .addKeyValue("id", revision.getId())
          .addKeyValue("revision", revision.getRevision())
          .addKeyValue("origin", revision.getOrigin())
          .log("governance published");
    }
    return new Outcome.Published(revisions, before, PublishedGovernance.of(records));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
