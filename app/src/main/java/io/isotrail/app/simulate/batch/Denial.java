package io.isotrail.app.simulate.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A create of a model that was refused.
 *
 * @param attribution isolation, other or unknown
 */
record Denial(ModelKey key, long at, String actor, String attribution) {

  private static final Set<String> DENIED =
      Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation");
  private static final Pattern ACTION = Pattern.compile("not authorized to perform: (\\S+)");
  private static final Pattern RESOURCE = Pattern.compile("on resource: (\\S+)");
  private static final Pattern POLICY = Pattern.compile("policy: (arn:\\S+)");

  /** Empty when the call failed for a reason that is no refusal. */
  static Optional<Denial> of(JsonNode record, Rules rules) {
    String code = record.path("errorCode").asText();
    String message = record.path("errorMessage").asText();
    boolean denied = DENIED.contains(code) || code.endsWith(".UnauthorizedOperation");
    boolean forIsolation =
        code.equals("ValidationException")
            && message.toLowerCase(Locale.ROOT).contains("enablenetworkisolation must be true");
    if (!denied && !forIsolation) {
      return Optional.empty();
    }
    JsonNode request = record.path("requestParameters");
    boolean visible = ModelEvent.visible(request);
    String name =
        visible
            ? request.path("modelName").asText()
            : found(RESOURCE, message).flatMap(ModelKey::nameIn).orElse("");
    return Optional.of(
        new Denial(
            ModelKey.of(record, name),
            Instant.parse(record.path("eventTime").asText()).getEpochSecond(),
            record.path("userIdentity").path("arn").asText(),
            forIsolation ? "isolation" : attribution(message, request, visible, rules)));
  }

  private static String attribution(
      String message, JsonNode request, boolean visible, Rules rules) {
    if (found(ACTION, message)
        .filter(action -> !action.equals("sagemaker:CreateModel"))
        .isPresent()) {
      return "other";
    }
    if (found(POLICY, message).filter(rules::lists).isPresent()) {
      return "isolation";
    }
    if (!visible) {
      return "unknown";
    }
    return ModelEvent.isolated(request) ? "other" : "isolation";
  }

  private static Optional<String> found(Pattern pattern, String message) {
    Matcher matcher = pattern.matcher(message);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
