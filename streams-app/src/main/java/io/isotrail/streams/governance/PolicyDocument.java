package io.isotrail.streams.governance;

import io.isotrail.schemas.resource.ResourceKind;
import io.isotrail.streams.compliance.Classification;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.compliance.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of a policy as people write them. What a policy does not say comes from another. */
final class PolicyDocument {

  private static final List<String> ENVIRONMENTS =
      List.of(Classification.PRODUCTION, Classification.NON_PRODUCTION, Classification.UNTAGGED);
  private static final List<String> KINDS =
      Stream.of(ResourceKind.values()).map(ResourceKind::segment).toList();
  // Sections in which a field that is left out keeps its default, the others being given.
  private static final Set<String> FIELD_BY_FIELD =
      Set.of(
          "environment",
          "sensitivity",
          "owner",
          "thirdParty",
          "scope",
          "objectives",
          "exceptions",
          "rejections");

  private final Fields fields;

  private PolicyDocument(String where, Node node) {
    this.fields =
        Fields.of(
            where,
            "",
            node,
            "version",
            "effectiveFrom",
            "rewritesPast",
            "environment",
            "sensitivity",
            "owner",
            "accounts",
            "thirdParty",
            "scope",
            "severity",
            "objectives",
            "exceptions",
            "rejections",
            "ratioObjective");
  }

  /**
   * Reads a policy.
   *
   * @param defaults document that says what this one does not
   */
  static Policy read(String where, Node node, @Nullable Node defaults) {
    Policy policy = new PolicyDocument(where, overlaid(defaults, node)).policy();
    if (!(node instanceof Node.Mapping mapping && mapping.entries().containsKey("version"))) {
      throw new InvalidGovernanceException(
          where + ": version is missing; name this version of the policy, e.g. version: 2026-03",
          "version");
    }
    return policy;
  }

  private static Node overlaid(@Nullable Node below, Node above) {
    if (!(below instanceof Node.Mapping defaults) || !(above instanceof Node.Mapping given)) {
      return above;
    }
    Map<String, Node> entries = new LinkedHashMap<>(defaults.entries());
    given
        .entries()
        .forEach((key, node) -> entries.merge(key, node, (old, own) -> either(key, old, own)));
    return new Node.Mapping(given.line(), entries);
  }

  private static Node either(String key, Node below, Node above) {
    if (above instanceof Node.Scalar(int line, String text) && text == null) {
      return below;
    }
    return FIELD_BY_FIELD.contains(key) ? overlaid(below, above) : above;
  }

  private Policy policy() {
    Fields environment = fields.fields("environment", "keys", "production");
    Fields sensitivity = fields.fields("sensitivity", "keys", "values");
    Fields rejections = fields.fields("rejections", "policyArns", "ruleIds");
    Boolean rewritesPast = fields.optionalFlag("rewritesPast");
    return new Policy(
        fields.text("version"),
        fields.optionalInstant("effectiveFrom"),
        rewritesPast != null && rewritesPast,
        environment.lowerCaseTexts("keys"),
        sorted(environment.lowerCaseTexts("production")),
        sensitivity.lowerCaseTexts("keys"),
        sensitivityValues(sensitivity),
        fields.fields("owner", "keys").lowerCaseTexts("keys"),
        accounts(),
        fields.fields("thirdParty", "ownRegistries").lowerCaseTexts("ownRegistries"),
        scope(),
        severity(),
        objectives(),
        fields.fields("exceptions", "maxLength").duration("maxLength"),
        sorted(rejections.texts("policyArns")),
        sorted(rejections.texts("ruleIds")),
        fields.share("ratioObjective"));
  }

  private static Map<String, String> sensitivityValues(Fields sensitivity) {
    Fields values =
        sensitivity.fields("values", Classification.SENSITIVITIES.toArray(String[]::new));
    Map<String, String> byValue = new TreeMap<>();
    for (String meaning : Classification.SENSITIVITIES) {
      for (String value : values.lowerCaseTexts(meaning)) {
        String other = byValue.putIfAbsent(value, meaning);
        if (other != null) {
          throw values.error(
              meaning, "'" + value + "' already means " + other + "; keep it in one place");
        }
      }
    }
    return Collections.unmodifiableMap(byValue);
  }

  private Map<String, Policy.Account> accounts() {
    Fields accounts = fields.fields("accounts");
    Map<String, Policy.Account> byId = new TreeMap<>();
    for (String id : accounts.entries().keySet()) {
      if (!id.matches("[0-9]{12}")) {
        throw accounts.error(id, "an account id has twelve digits; put it in quotes");
      }
      Fields account = accounts.fields(id, "name", "environment", "owner", "sensitivity");
      String sensitivity = account.optionalText("sensitivity");
      byId.put(
          id,
          new Policy.Account(
              account.optionalText("name"),
              account.optionalText("environment"),
              account.optionalText("owner"),
              sensitivity == null
                  ? null
                  : known(account, "sensitivity", sensitivity, Classification.SENSITIVITIES)));
    }
    return Collections.unmodifiableMap(byId);
  }

  private List<Policy.ScopeRule> scope() {
    List<Policy.ScopeRule> rules = new ArrayList<>();
    for (Fields rule :
        fields
            .fields("scope", "leaveOut")
            .list("leaveOut", "resource", "environment", "sensitivity", "kind")) {
      String resource = rule.optionalText("resource");
      if (resource != null) {
        Patterns.require(rule, "resource", resource);
      }
      if (rule.entries().isEmpty()) {
        throw rule.error("resource", "a rule without any field would leave out everything");
      }
      rules.add(
          new Policy.ScopeRule(
              resource,
              words(rule, "environment", ENVIRONMENTS),
              words(rule, "sensitivity", Classification.SENSITIVITIES),
              words(rule, "kind", KINDS)));
    }
    return List.copyOf(rules);
  }

  private List<Policy.SeverityRule> severity() {
    List<Policy.SeverityRule> rules = new ArrayList<>();
    for (Fields rule :
        fields.list(
            "severity", "environment", "sensitivity", "inService", "thirdParty", "severity")) {
      rules.add(
          new Policy.SeverityRule(
              words(rule, "environment", ENVIRONMENTS),
              words(rule, "sensitivity", Classification.SENSITIVITIES),
              rule.optionalFlag("inService"),
              rule.optionalFlag("thirdParty"),
              Severity.ofWord(rule.text("severity"))
                  .orElseThrow(
                      () -> rule.error("severity", "must be critical, high, medium or low"))));
    }
    Policy.SeverityRule last = rules.isEmpty() ? null : rules.getLast();
    if (last == null
        || last.environments() != null
        || last.sensitivities() != null
        || last.inService() != null
        || last.thirdParty() != null) {
      throw fields.error(
          "severity", "the last rule must match everything: give it a severity and nothing else");
    }
    return List.copyOf(rules);
  }

  private Map<Severity, Duration> objectives() {
    Fields objectives = fields.fields("objectives", "critical", "high", "medium", "low");
    Map<Severity, Duration> bySeverity = new EnumMap<>(Severity.class);
    for (Severity severity : Severity.values()) {
      bySeverity.put(severity, objectives.duration(severity.word()));
    }
    return Collections.unmodifiableMap(bySeverity);
  }

  private static @Nullable Set<String> words(Fields rule, String key, List<String> known) {
    if (!rule.has(key)) {
      return null;
    }
    List<String> words = rule.lowerCaseTexts(key);
    if (words.isEmpty()) {
      throw rule.error(key, "an empty list would match nothing; leave the field out for any");
    }
    words.forEach(word -> known(rule, key, word, known));
    return sorted(words);
  }

  private static String known(Fields fields, String key, String word, List<String> known) {
    String folded = word.toLowerCase(Locale.ROOT);
    if (!known.contains(folded)) {
      throw fields.error(
          key,
          "unknown value '"
              + word
              + "'; did you mean '"
              + Fields.Nearest.of(folded, known.stream())
              + "'?");
    }
    return folded;
  }

  private static Set<String> sorted(Collection<String> words) {
    return Collections.unmodifiableSet(new TreeSet<>(words));
  }

  /** The document of a policy; equal policies have equal documents. */
  static Map<String, Object> write(Policy policy) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", policy.version());
    if (policy.effectiveFrom() != null) {
      document.put("effectiveFrom", Documents.instant(policy.effectiveFrom()));
    }
    document.put("rewritesPast", policy.rewritesPast());
    document.put(
        "environment",
        Documents.fields(
            "keys",
            policy.environmentKeys(),
            "production",
            new TreeSet<>(policy.productionValues())));
    Map<String, Collection<String>> values = new TreeMap<>();
    policy
        .sensitivityValues()
        .forEach(
            (value, meaning) -> values.computeIfAbsent(meaning, any -> new TreeSet<>()).add(value));
    // A class without values must be said, or reading it back would fill in the default's.
    Classification.SENSITIVITIES.forEach(meaning -> values.putIfAbsent(meaning, List.of()));
    document.put(
        "sensitivity", Documents.fields("keys", policy.sensitivityKeys(), "values", values));
    document.put("owner", Documents.fields("keys", policy.ownerKeys()));
    Map<String, Object> accounts = new TreeMap<>();
    policy
        .accounts()
        .forEach(
            (id, account) ->
                accounts.put(
                    id,
                    Documents.fields(
                        "name", account.name(),
                        "environment", account.environment(),
                        "owner", account.owner(),
                        "sensitivity", account.sensitivity())));
    document.put("accounts", accounts);
    document.put("thirdParty", Documents.fields("ownRegistries", policy.ownRegistries()));
    document.put(
        "scope",
        Documents.fields(
            "leaveOut", policy.scope().stream().map(PolicyDocument::scopeRule).toList()));
    document.put("severity", policy.severity().stream().map(PolicyDocument::severityRule).toList());
    Map<String, Object> objectives = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      objectives.put(severity.word(), String.valueOf(policy.objectives().get(severity)));
    }
    document.put("objectives", objectives);
    document.put(
        "exceptions", Documents.fields("maxLength", policy.maximumExceptionLength().toString()));
    document.put(
        "rejections",
        Documents.fields(
            "policyArns",
            new TreeSet<>(policy.rejectionPolicyArns()),
            "ruleIds",
            new TreeSet<>(policy.rejectionRuleIds())));
    document.put("ratioObjective", policy.ratioObjective());
    return document;
  }

  private static Map<String, Object> scopeRule(Policy.ScopeRule rule) {
    return Documents.fields(
        "resource", rule.resource(),
        "environment", Documents.sorted(rule.environments()),
        "sensitivity", Documents.sorted(rule.sensitivities()),
        "kind", Documents.sorted(rule.kinds()));
  }

  private static Map<String, Object> severityRule(Policy.SeverityRule rule) {
    return Documents.fields(
        "environment", Documents.sorted(rule.environments()),
        "sensitivity", Documents.sorted(rule.sensitivities()),
        "inService", rule.inService(),
        "thirdParty", rule.thirdParty(),
        "severity", rule.severity().word());
  }
}
