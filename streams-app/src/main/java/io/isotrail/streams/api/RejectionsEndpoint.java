package io.isotrail.streams.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.rejections.InvalidReportException;
import io.isotrail.streams.rejections.RejectionPublisher;
import io.isotrail.streams.rejections.ReportReader;
import io.isotrail.streams.rejections.SarifContext;
import io.isotrail.streams.view.View;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what pipelines rejected. */
final class RejectionsEndpoint implements Endpoint {

  static final String JSON = "application/json";
  static final String SARIF = "application/sarif+json";

  private static final Logger LOG = LoggerFactory.getLogger(RejectionsEndpoint.class);
  private static final List<String> SARIF_PARAMETERS =
      List.of("account", "region", "id", "at", "pipeline", "actor");

  private final View view;
  private final RejectionPublisher publisher;
  private final Clock clock;

  RejectionsEndpoint(View view, RejectionPublisher publisher, Clock clock) {
    this.view = view;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Answers once Kafka has acknowledged all of them. */
  @Override
  public Answer answer(Asked asked) {
    ReportReader.Found found = read(asked);
    try {
      publisher.publish(found.reports());
    } catch (RejectionPublisher.UnavailableException e) {
      LOG.atWarn().setCause(e).log("rejections cannot be published");
      throw Problem.of(
              503,
              "Not stored",
              "Kafka did not acknowledge the report. Send the same again later: what is told twice"
                  + " counts once.")
          .withHeader("Retry-After", "5")
          .asRefusal();
    }
    return Answer.json(202, accepted(found));
  }

  private ReportReader.Found read(Asked asked) {
    long now = clock.instant().getEpochSecond();
    try {
      // A CI job seldom gets to choose its media type: SARIF is known by its parameters too.
      if (!asked.body().mediaType().equals(SARIF) && !asked.query().containsKey("account")) {
        asked.requireKnown(List.of());
        return ReportReader.plain(asked.body().text(), asked.caller().name(), now);
      }
      asked.requireKnown(SARIF_PARAMETERS);
      SarifContext context =
          SarifContext.of(
              asked.single("account"),
              asked.single("region"),
              asked.single("id"),
              asked.single("at"),
              asked.single("pipeline"),
              asked.single("actor"),
              policy().rejectionRuleIds(),
              now);
      return ReportReader.sarif(asked.body().text(), context, now);
    } catch (InvalidReportException e) {
      throw (e.inBody()
              ? Problem.badBody(e.culprit(), e.explanation())
              : Problem.badParameter(e.culprit(), e.explanation()))
          .asRefusal();
    }
  }

  /** A file of SARIF tells of many rules: without a list nobody knows which are about isolation. */
  private Policy policy() {
    Optional<Policy> policy = view.policy();
    if (policy.isEmpty()) {
      throw Problem.of(503, "Not ready", "The policy has not been read yet.")
          .withHeader("Retry-After", "5")
          .asRefusal();
    }
    if (policy.get().rejectionRuleIds().isEmpty()) {
      throw Problem.of(
              409,
              "No rules listed",
              "The policy in force lists no rule ids, so no result of SARIF counts. List those that"
                  + " are about isolation under rejections.ruleIds, for example CKV_AWS_370.")
          .asRefusal();
    }
    return policy.get();
  }

  private static ObjectNode accepted(ReportReader.Found found) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode items = node.putArray("accepted");
    found
        .reports()
        .forEach(
            report -> {
              ObjectNode item = items.addObject();
              item.put("id", report.id());
              item.put("eventId", report.eventId());
              item.put("resource", report.resource().toString());
              item.put("rule", report.rule());
            });
    node.put("passedOver", found.passedOver());
    return node;
  }
}
