package io.isotrail.ingest.fact;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Rejected;
import io.isotrail.schemas.resource.GovernedOperation;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a call failed, from errorCode and errorMessage. The message forms are those that public
 * threads show; none of them names a condition key, so a denial alone is no proof that isolation
 * was the reason.
 */
record Denial(String code, String message) {

  private static final Set<String> DENIED =
      Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation");
  private static final Pattern ACTION =
      Pattern.compile("not authorized to perform:?\\s+([A-Za-z0-9-]{1,64}:[A-Za-z0-9*]{1,128})");
  private static final Pattern RESOURCE = Pattern.compile("on resource:?\\s+(arn:\\S{1,1024})");
  private static final Pattern POLICY =
      Pattern.compile("(?:policy|boundary)\\s*:\\s*(arn:\\S{1,1024})", Pattern.CASE_INSENSITIVE);
  private static final int MOST_CODE = 256;
  private static final int MOST_MESSAGE = 2_048;

  static Denial of(JsonNode record) {
    return new Denial(
        Json.cut(Json.text(record, "errorCode"), MOST_CODE),
        Json.cut(Json.text(record, "errorMessage"), MOST_MESSAGE));
  }

  /** Whether the call failed at all. */
  boolean failed() {
    return !code.isEmpty();
  }

  /** Whether it was denied, or refused because network isolation is required. */
  boolean isRejection() {
    return DENIED.contains(code) || code.endsWith(".UnauthorizedOperation") || isolationRequired();
  }

  /** Marketplace: "EnableNetworkIsolation must be true for jobs using ... algorithms". */
  boolean isolationRequired() {
    String lower = message.toLowerCase(Locale.ROOT);
    return code.equals("ValidationException")
        && lower.contains("enablenetworkisolation")
        && lower.contains("must be true");
  }

  /** The ARN after "on resource"; empty when there is none. */
  String resourceArn() {
    String found = find(RESOURCE);
    return found == null ? "" : found;
  }

  Rejected body(JsonNode record, GovernedOperation operation) {
    JsonNode request = record.path("requestParameters");
    boolean visible = Request.isVisible(request);
    return Rejected.newBuilder()
        .setErrorCode(code)
        .setMessage(message)
        .setDeniedAction(find(ACTION))
        .setDenyingPolicy(find(POLICY))
        .setRequestVisible(visible)
        .setIsolation(visible ? Bodies.isolation(request, operation) : Isolation.UNKNOWN)
        .setIsolationRequired(isolationRequired())
        .setTags(visible ? Request.tags(request) : Map.of())
        .build();
  }

  private @Nullable String find(Pattern pattern) {
    Matcher matcher = pattern.matcher(message);
    if (!matcher.find()) {
      return null;
    }
    String found = matcher.group(1);
    // The end of a sentence is no part of a name.
    return found.replaceAll("[.,;)\"']+$", "");
  }
}
