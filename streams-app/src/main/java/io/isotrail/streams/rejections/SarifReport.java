package io.isotrail.streams.rejections;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Findings out of SARIF 2.1.0. Of a run are read: {@code tool.driver.name}, {@code
 * tool.driver.rules[].id}, {@code automationDetails.guid} and {@code .id}, {@code
 * invocations[].endTimeUtc}; of a result: {@code ruleId}, {@code rule.id}, {@code ruleIndex},
 * {@code kind}, {@code baselineState}, {@code suppressions}, {@code fingerprints}, {@code
 * partialFingerprints}, and its first location. Everything else is passed over.
 */
final class SarifReport {

  static final int MOST = 1_000;

  private final SarifContext context;
  private final long now;
  private final Map<String, Report> reports = new LinkedHashMap<>();
  private int passedOver;

  private SarifReport(SarifContext context, long now) {
    this.context = context;
    this.now = now;
  }

  static ReportReader.Found read(JsonNode root, SarifContext context, long now) {
    Members log = Members.of("", root);
    if (!log.text("version").equals(Optional.of("2.1.0"))) {
      throw InvalidReportException.at("/version", "SARIF of version 2.1.0 is read, not this.");
    }
    if (!root.path("runs").isArray()) {
      throw InvalidReportException.at("/runs", "An array is needed here.");
    }
    SarifReport reader = new SarifReport(context, now);
    log.objects("runs").forEach(reader::run);
    return new ReportReader.Found(List.copyOf(reader.reports.values()), reader.passedOver);
  }

  private void run(Members run) {
    Members driver = run.object("tool").object("driver");
    List<Members> rules = driver.objects("rules");
    for (Members result : run.objects("results")) {
      String rule = rule(result, rules);
      if (!counts(result) || !listed(rule)) {
        passedOver++;
        continue;
      }
      Report report = report(run, driver, result, rule);
      reports.put(report.id(), report);
      if (reports.size() > MOST) {
        throw InvalidReportException.at(
            "", "More than " + MOST + " findings count; send the runs one by one.");
      }
    }
  }

  /** Whether the result says that something fails now and is not accepted. */
  private static boolean counts(Members result) {
    return result.text("kind").orElse("fail").equals("fail")
        && !result.text("baselineState").orElse("new").equals("absent")
        && result.objects("suppressions").stream()
            .noneMatch(
                suppression -> suppression.text("status").orElse("accepted").equals("accepted"));
  }

  private static String rule(Members result, List<Members> rules) {
    Optional<String> own =
        result
            .text("ruleId")
            .or(() -> result.object("rule").text("id"))
            .filter(id -> !id.isEmpty());
    return own.or(
            () ->
                result
                    .number("ruleIndex")
                    .filter(index -> index >= 0 && index < rules.size())
                    .flatMap(index -> rules.get(index).text("id")))
        .orElse("");
  }

  /** Ids are in levels: {@code CKV_AWS_370/a} is one of {@code CKV_AWS_370}. */
  private boolean listed(String rule) {
    return context.ruleIds().contains(rule) || context.ruleIds().contains(top(rule));
  }

  private static String top(String rule) {
    int slash = rule.indexOf('/');
    return slash < 0 ? rule : rule.substring(0, slash);
  }

  private Report report(Members run, Members driver, Members result, String rule) {
    Values.Named resource = SarifResource.of(result);
    String listed = context.ruleIds().contains(rule) ? rule : top(rule);
    return new Report(
        id(run) + ":" + identity(result, listed, resource),
        at(run),
        resource.key(context.account(), context.region()),
        resource.name(),
        resource.operation(),
        listed,
        context.actor().orElse(""),
        context
            .pipeline()
            .or(() -> driver.text("name"))
            .filter(n -> Values.isText(n, 256))
            .orElse("sarif"));
  }

  private String id(Members run) {
    Members automation = run.object("automationDetails");
    return context
        .id()
        .or(() -> automation.text("guid"))
        .or(() -> automation.text("id"))
        .filter(id -> Values.isText(id, 64))
        .orElseThrow(
            () ->
                InvalidReportException.parameter(
                    "id",
                    "Without an id of this run of the pipeline a repeated report could not be told"
                        + " from a new rejection: give the parameter 'id' (1 to 64"
                        + Values.TEXT
                        + "), or automationDetails.guid or .id in every run."));
  }

  private long at(Members run) {
    return context
        .at()
        .or(
            () ->
                run.objects("invocations").stream()
                    .flatMap(invocation -> invocation.text("endTimeUtc").stream())
                    .flatMap(text -> Values.instant(text, now).stream())
                    .max(Long::compare))
        .orElse(now);
  }

  /** Which finding of its run it is: by the tool's own word for it, else by what it is about. */
  private static String identity(Members result, String rule, Values.Named resource) {
    TreeMap<String, String> parts = new TreeMap<>();
    texts(result.object("fingerprints"), parts);
    if (parts.isEmpty()) {
      texts(result.object("partialFingerprints"), parts);
    }
    parts.put("/rule", rule);
    parts.put("/kind", resource.kind().segment());
    parts.put("/name", resource.name().toLowerCase(Locale.ROOT));
    parts.put("/place", SarifResource.place(result).orElse(""));
    MessageDigest digest = sha256();
    parts.forEach(
        (name, value) -> {
          for (String text : List.of(name, value)) {
            byte[] bytes = text.getBytes(UTF_8);
            digest.update((bytes.length + ":").getBytes(UTF_8));
            digest.update(bytes);
          }
        });
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static void texts(Members fingerprints, Map<String, String> into) {
    fingerprints
        .node()
        .fieldNames()
        .forEachRemaining(
            name -> fingerprints.text(name).ifPresent(value -> into.put("." + name, value)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
