package io.isotrail.streams.oracle;

import io.isotrail.avro.Isolation;
import io.isotrail.avro.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What holds of a generation at one instant.
 *
 * @param severity only in a violation
 * @param inService null for kinds that never serve
 * @param exception id, only when exempt
 */
record Verdict(
    Status status,
    @Nullable String severity,
    String environment,
    String sensitivity,
    String owner,
    boolean thirdParty,
    @Nullable Boolean inService,
    @Nullable String exception) {

  /** Everything that is known of all resources of a locality, and what people ruled. */
  record Knowledge(Serving serving, Rulings rulings) {

    /** As known at that instant. */
    Isolation isolationAt(Life life, long at) {
      return life.ownIsolationAt(at)
          .orElseGet(
              () ->
                  life.definitionAt(at)
                      .flatMap(definition -> serving.lives.latestAt(definition, at))
                      .map(definition -> isolationAt(definition, at))
                      .orElse(Isolation.UNKNOWN));
    }

    Verdict verdictAt(Life life, long at) {
      PlainPolicy policy = rulings.policyAt(at);
      Boolean inService = life.canServe() ? serving.servesAt(life, at) : null;
      Classification classes =
          Classification.of(policy, life.key, life.tagsAt(at), inService != null && inService);
      boolean thirdParty = Classification.isThirdParty(policy, life.key, life.containersAt(at));
      Optional<PlainException> exception = rulings.exceptionAt(life.key.arn(), at);
      Status status =
          switch (isolationAt(life, at)) {
            case ISOLATED -> Status.COMPLIANT;
            case UNKNOWN -> Status.UNDETERMINED;
            case NOT_ISOLATED -> {
              if (classes.isLeftOut(policy, life.key)) {
                yield Status.OUT_OF_SCOPE;
              }
              yield exception.isPresent() ? Status.EXEMPT : Status.VIOLATION;
            }
          };
      return new Verdict(
          status,
          status == Status.VIOLATION ? classes.severity(policy, inService, thirdParty) : null,
          classes.environment(),
          classes.sensitivity(),
          classes.owner(),
          thirdParty,
          inService,
          status == Status.EXEMPT ? exception.map(PlainException::id).orElseThrow() : null);
    }
  }
}
