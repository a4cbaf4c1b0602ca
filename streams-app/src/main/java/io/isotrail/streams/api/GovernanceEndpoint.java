package io.isotrail.streams.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.streams.api.access.Access;
import io.isotrail.streams.api.access.Role;
import io.isotrail.streams.api.json.ExceptionJson;
import io.isotrail.streams.api.json.PolicyJson;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.governance.ExceptionRevision;
import io.isotrail.streams.governance.ExceptionState;
import io.isotrail.streams.governance.GovernanceAwayException;
import io.isotrail.streams.governance.InvalidGovernanceException;
import io.isotrail.streams.governance.Outcome;
import io.isotrail.streams.governance.PublishedGovernance;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy and the register of exceptions: asked of the view, changed through the register. */
final class GovernanceEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(GovernanceEndpoint.class);
  private static final String EXCEPTION = "/api/v1/exceptions/{id}";
  private static final String REVISION = "revision";
  private static final Pattern REVISION_NUMBER = Pattern.compile("[1-9]\\d{0,17}");
  private static final String EXPIRING = "expiring";
  private static final String STATES =
      String.join(
          ", ",
          Stream.concat(
                  Stream.of(ExceptionState.values()).map(ExceptionState::word), Stream.of(EXPIRING))
              .toList());

  private final ApiPorts ports;
  private final Clock clock;

  private GovernanceEndpoint(ApiPorts ports, Clock clock) {
    this.ports = ports;
    this.clock = clock;
  }

  static List<Routes.Route> routes(ApiPorts ports, Clock clock) {
    GovernanceEndpoint own = new GovernanceEndpoint(ports, clock);
    List<String> json = List.of("application/json");
    Access operator = Access.writing(Role.OPERATOR);
    return List.of(
        Routes.Route.reading("/api/v1/policy", own::policy),
        new Routes.Route(Routes.Method.PUT, "/api/v1/policy", operator, json, own::putPolicy),
        Routes.Route.reading("/api/v1/exceptions", own::exceptions),
        new Routes.Route(Routes.Method.PUT, EXCEPTION, operator, json, own::request),
        new Routes.Route(
            Routes.Method.POST,
            EXCEPTION + "/approve",
            Access.writing(Role.APPROVER),
            List.of(),
            own::approve),
        new Routes.Route(
            Routes.Method.DELETE,
            EXCEPTION,
            Access.writing(Role.OPERATOR, Role.APPROVER),
            List.of(),
            own::revoke));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private Answer policy(Asked asked) {
    asked.requireKnown(List.of());
    return ports
        .view()
        .governance()
        .policyAt(now())
        .map(revision -> Answer.json(PolicyJson.of(revision)))
        .orElseThrow(
            () ->
                Problem.of(503, "Not ready", "No policy was read yet; try again in a moment.")
                    .withHeader("Retry-After", "1")
                    .asRefusal());
  }

  private Answer putPolicy(Asked asked) {
    asked.requireKnown(List.of());
    return changed(
        () -> ports.governance().putPolicy(asked.body().text(), asked.caller().name()),
        published -> PolicyJson.of(published.policies().getLast()));
  }

  private Answer exceptions(Asked asked) {
    asked.requireKnown(List.of("state"));
    Optional<Set<String>> states =
        asked.several("state", STATES, state -> List.of(STATES.split(", ")).contains(state));
    long asOf = now();
    PublishedGovernance published = ports.view().governance();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode items = node.putArray("items");
    ports.view().exceptions().stream()
        .filter(grant -> states.isEmpty() || isIn(states.get(), grant, asOf))
        .forEach(
            grant ->
                items.add(
                    ExceptionJson.of(grant, asOf).put("revision", revision(grant, published))));
    return Answer.json(node);
  }

  /** Null where it is not the latest one that says this, so that it approves nothing else. */
  private static @Nullable Long revision(ExceptionGrant grant, PublishedGovernance published) {
    return published
        .exception(grant.id())
        .filter(latest -> latest.grant().equals(grant))
        .map(ExceptionRevision::revision)
        .orElse(null);
  }

  private static boolean isIn(Set<String> states, ExceptionGrant grant, long asOf) {
    return states.contains(ExceptionState.of(grant, asOf).word())
        || (states.contains(EXPIRING) && ExceptionState.expiring(grant, asOf));
  }

  private Answer request(Asked asked) {
    asked.requireKnown(List.of());
    return changedException(
        asked, id -> ports.governance().request(id, asked.body().text(), asked.caller().name()));
  }

  private Answer approve(Asked asked) {
    asked.requireKnown(List.of(REVISION));
    long revision =
        asked
            .single(REVISION, "a whole number from 1", GovernanceEndpoint::revision)
            .orElseThrow(
                () ->
                    Problem.badParameter(
                            REVISION,
                            "'revision' is missing: the one that GET /api/v1/exceptions gave, so"
                                + " that nothing is approved but what was read.")
                        .asRefusal());
    return changedException(
        asked,
        id -> {
          try {
            return ports.governance().approve(id, revision, asked.caller().name());
          } catch (InvalidGovernanceException refused) {
            // Nothing is wrong with the body, which there is none of.
            boolean ownRequest = refused.field().equals(Optional.of("approver"));
            throw Problem.of(
                    ownRequest ? 403 : 409,
                    ownRequest ? "Own request" : "Not allowed by the policy",
                    String.valueOf(refused.getMessage()))
                .asRefusal();
          }
        });
  }

  private static Optional<Long> revision(String text) {
    return REVISION_NUMBER.matcher(text).matches()
        ? Optional.of(Long.valueOf(text))
        : Optional.empty();
  }

  private Answer revoke(Asked asked) {
    asked.requireKnown(List.of());
    return changedException(
        asked, id -> ports.governance().revoke(List.of(id), "api:" + asked.caller().name()));
  }

  private Answer changedException(Asked asked, Function<String, Outcome> change) {
    String id = asked.path().getOrDefault("id", "");
    return changed(
        () -> change.apply(id), published -> exception(published.exception(id).orElseThrow()));
  }

  private ObjectNode exception(ExceptionRevision revision) {
    return ExceptionJson.of(revision.grant(), now()).put("revision", revision.revision());
  }

  /** Answers with what is published now. */
  private static Answer changed(
      Supplier<Outcome> change, Function<PublishedGovernance, ObjectNode> shown) {
    try {
      return switch (change.get()) {
        case Outcome.Published(var _, var _, var after) -> Answer.json(shown.apply(after));
        case Outcome.Unchanged(var published) -> Answer.json(shown.apply(published));
        case Outcome.Conflict(String reason) -> Answer.problem(Problem.of(409, "Conflict", reason));
        case Outcome.Unknown(String id) ->
            Answer.problem(
                Problem.of(404, "Not found", "There is no exception '" + Problem.shown(id) + "'."));
      };
    } catch (InvalidGovernanceException refused) {
      throw Problem.badBody(
              refused.field().map(GovernanceEndpoint::pointer).orElse(""),
              String.valueOf(refused.getMessage()))
          .asRefusal();
    } catch (GovernanceAwayException away) {
      LOG.atWarn().addKeyValue("reason", away.getMessage()).log("governance cannot be changed");
      throw Problem.of(
              503,
              "Kafka does not answer",
              "The change could not be confirmed; look whether it is there before you try again.")
          .withHeader("Retry-After", "5")
          .asRefusal();
    }
  }

  /** A path such as {@code severity[2].kind} as a JSON Pointer (RFC 6901). */
  private static String pointer(String field) {
    return "/"
        + field
            .replace("~", "~0")
            .replace("/", "~1")
            .replace("[", "/")
            .replace("]", "")
            .replace('.', '/');
  }
}
