package io.isotrail.streams.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A policy as its document says it; what the document leaves out is as docs and design say. */
record PlainPolicy(
    @Nullable Long effectiveFrom,
    boolean rewritesPast,
    List<String> environmentKeys,
    List<String> productionValues,
    List<String> sensitivityKeys,
    Map<String, String> sensitivityByValue,
    List<String> ownerKeys,
    Map<String, JsonNode> accounts,
    List<String> ownRegistries,
    List<ScopeRule> leaveOut,
    List<SeverityRule> severityRules,
    Map<String, Long> objectiveSeconds,
    List<String> rejectionPolicies,
    List<String> rejectionRules) {

  /** An empty list matches everything. */
  record ScopeRule(
      @Nullable Glob resource,
      List<String> environments,
      List<String> sensitivities,
      List<String> kinds) {}

  /** An empty list and a null match everything. */
  record SeverityRule(
      List<String> environments,
      List<String> sensitivities,
      @Nullable Boolean inService,
      @Nullable Boolean thirdParty,
      String severity) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final JsonNode DEFAULT =
      json(
          """
          {"environment": {"keys": ["environment", "env", "stage"],
                           "production": ["prod", "production", "prd", "live"]},
           "sensitivity": {"keys": ["data-classification", "data_classification",
                                    "dataclassification", "classification", "sensitivity"],
                           "values": {
                             "restricted": ["restricted", "phi", "pii", "pci", "hipaa", "secret"],
                             "confidential": ["confidential", "sensitive"],
                             "internal": ["internal"],
                             "public": ["public"]}},
           "owner": {"keys": ["team", "owner"]},
           "accounts": {},
           "thirdParty": {"ownRegistries": []},
           "scope": {"leaveOut": []},
           "severity": [
             {"environment": "production", "sensitivity": "restricted", "severity": "critical"},
             {"environment": "production", "sensitivity": ["confidential", "unclassified"],
              "severity": "high"},
             {"environment": "production", "severity": "medium"},
             {"inService": true, "sensitivity": "restricted", "severity": "high"},
             {"inService": true, "severity": "medium"},
             {"sensitivity": "restricted", "severity": "medium"},
             {"severity": "low"}],
           "objectives": {"critical": "PT24H", "high": "P7D", "medium": "P30D", "low": "P90D"},
           "rejections": {"policyArns": [], "ruleIds": []}}
          """);

  /** The policy that applies where nobody said another. */
  static PlainPolicy standard() {
    return of(JSON.createObjectNode());
  }

  static PlainPolicy ofDocument(String document) {
    return of(json(document));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static PlainPolicy of(JsonNode document) {
    return new PlainPolicy(
        PlainException.instant(document.path("effectiveFrom")),
        document.path("rewritesPast").asBoolean(false),
        lowerCase(said(document, "environment", "keys")),
        lowerCase(said(document, "environment", "production")),
        lowerCase(said(document, "sensitivity", "keys")),
        sensitivities(said(document, "sensitivity", "values")),
        lowerCase(said(document, "owner", "keys")),
        entries(said(document, "accounts")),
        lowerCase(said(document, "thirdParty", "ownRegistries")),
        elements(said(document, "scope", "leaveOut")).stream().map(PlainPolicy::scope).toList(),
        elements(said(document, "severity")).stream().map(PlainPolicy::severity).toList(),
        objectives(document),
        texts(said(document, "rejections", "policyArns")),
        texts(said(document, "rejections", "ruleIds")));
  }

  private static JsonNode said(JsonNode document, String... path) {
    JsonNode said = document;
    JsonNode standard = DEFAULT;
    for (String field : path) {
      said = said.path(field);
      standard = standard.path(field);
    }
    return said.isMissingNode() || said.isNull() ? standard : said;
  }

  private static Map<String, Long> objectives(JsonNode document) {
    Map<String, Long> seconds = new LinkedHashMap<>();
    for (String severity : Severities.UPWARDS) {
      seconds.put(
          severity, Duration.parse(said(document, "objectives", severity).asText()).toSeconds());
    }
    return seconds;
  }

  private static Map<String, String> sensitivities(JsonNode values) {
    Map<String, String> byValue = new LinkedHashMap<>();
    entries(values)
        .forEach((meaning, words) -> lowerCase(words).forEach(word -> byValue.put(word, meaning)));
    return byValue;
  }

  private static ScopeRule scope(JsonNode rule) {
    return new ScopeRule(
        rule.hasNonNull("resource") ? new Glob(rule.path("resource").asText()) : null,
        lowerCase(rule.path("environment")),
        lowerCase(rule.path("sensitivity")),
        lowerCase(rule.path("kind")));
  }

  private static SeverityRule severity(JsonNode rule) {
    return new SeverityRule(
        lowerCase(rule.path("environment")),
        lowerCase(rule.path("sensitivity")),
        rule.hasNonNull("inService") ? rule.path("inService").asBoolean() : null,
        rule.hasNonNull("thirdParty") ? rule.path("thirdParty").asBoolean() : null,
        rule.path("severity").asText());
  }

  private static Map<String, JsonNode> entries(JsonNode node) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    node.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    return entries;
  }

  private static List<JsonNode> elements(JsonNode node) {
    List<JsonNode> elements = new ArrayList<>();
    node.forEach(elements::add);
    return elements;
  }

  /** A list, or a single word in place of one; nothing where the field is not there. */
  private static List<String> texts(JsonNode node) {
    Stream<JsonNode> all = node.isArray() ? elements(node).stream() : Stream.of(node);
    return all.filter(JsonNode::isValueNode)
        .filter(word -> !word.isNull())
        .map(JsonNode::asText)
        .toList();
  }

  private static List<String> lowerCase(JsonNode node) {
    return texts(node).stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
  }

  /** What the map of accounts says of an account. */
  Optional<String> account(String id, String field) {
    return Optional.ofNullable(accounts.get(id))
        .map(account -> account.path(field))
        .filter(value -> value.isTextual() && !value.asText().isBlank())
        .map(JsonNode::asText);
  }
}
