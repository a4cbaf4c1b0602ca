package io.isotrail.app.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code isotrail up} over a small trail, watched by Debian's Prometheus and Alertmanager with the
 * project's own rules and routes: what is on the dashboard has data, and what is wrong is told.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ObservabilityTest {

  /** Shown from the first one on; what is delivered here needs none of them. */
  private static final Set<String> RARE =
      Set.of(
          "isotrail_ingest_queue_messages_total",
          "isotrail_ingest_trouble_timestamp_seconds",
          "isotrail_ledger_retries_total",
          "isotrail_ledger_skipped_total",
          "isotrail_digests_total",
          "isotrail_digest_logs_total",
          "isotrail_digest_logs_named_total",
          "isotrail_integrity_findings",
          "isotrail_integrity_gap_seconds",
          "isotrail_integrity_verified_timestamp_seconds",
          "isotrail_trail_events_open");

  private static final Path DASHBOARDS = Path.of("..", "dashboards");
  private static final Pattern METRICS_ADDRESS =
      Pattern.compile("metrics +(http://(\\S+)/metrics)");

  /** Of these there may be none: nothing is broken, and nothing overflows. */
  private static final Set<String> SILENT_ALERTS =
      Set.of(
          "TrailTamperedWith",
          "DigestInvalid",
          "LogFileMissing",
          "FeedStale",
          "CanaryMissing",
          "CanarySlow",
          "PipelineIncomplete",
          "StreamsNotRunning",
          "IngestNotRunning",
          "ViolationSeriesOverflow",
          "ExceptionExpired",
          "RejectionsUnusual",
          "FactsSettled");

  @TempDir private static Path folder;

  private static Trail trail;
  private static Program isotrail;
  private static Webhook webhook;
  private static Monitoring monitoring;
  private static String metricsAddress;

  @BeforeAll
  static void start() throws Exception {
    Program.find("prometheus", "prometheus");
    Program.find("prometheus-alertmanager", "prometheus-alertmanager");
    Path root = Files.createDirectories(folder.resolve("trail"));
    trail = new Trail(root);
    Instant past = Instant.now().minus(3, ChronoUnit.DAYS);
    trail.deliver(
        Trail.create(past, "isolated", true, "production"),
        Trail.create(past, "open", false, "production"),
        Trail.create(past, "excused", false, "production"),
        Trail.create(past, "mended", false, "production"),
        Trail.delete(past.plus(2, ChronoUnit.HOURS), "mended"),
        Trail.createHidden(past, "hidden"),
        Trail.train(Instant.now().minus(1, ChronoUnit.HOURS), "forgetful", false),
        Trail.denied(past, "refused"));
    trail.deliverGarbage();
    Path exceptions = Files.writeString(folder.resolve("exceptions.yaml"), exceptions(past));
    isotrail =
        Program.start(
            folder.resolve("isotrail.log"),
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.isotrail.avro",
                "-Xmx320m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.isotrail.app.Main",
                "up",
                "--source",
                "dir:" + root.resolve("AWSLogs"),
                "--data",
                folder.resolve("data").toString(),
                "--exceptions",
                exceptions.toString(),
                "--port",
                "0",
                "--kafka-port",
                "0"));
    patiently().until(() -> !isotrail.running() || address().find());
    assertThat(isotrail.running()).as(isotrail.output()).isTrue();
    Matcher address = address();
    assertThat(address.find()).isTrue();
    metricsAddress = address.group(1);
    webhook = new Webhook();
    monitoring = Monitoring.start(folder.resolve("monitoring"), address.group(2), webhook.url());
    patiently()
        .untilAsserted(
            () ->
                assertThat(monitoring.query("isotrail_complete == 1 and isotrail_ready == 1"))
                    .as(() -> isotrail.output() + monitoring.output())
                    .hasSize(1));
  }

  @AfterAll
  static void end() throws Exception {
    for (AutoCloseable each : new AutoCloseable[] {monitoring, webhook, isotrail}) {
      if (each != null) {
        each.close();
      }
    }
  }

  @Test
  void everyPanelOfTheDashboardHasData() throws Exception {
    List<String> expressions = new ArrayList<>();
    JsonNode dashboard =
        new ObjectMapper()
            .readTree(DASHBOARDS.resolve("grafana/dashboards/compliance.json").toFile());
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.path("targets")) {
        expressions.add(
            target
                .get("expr")
                .asText()
                .replace("$window", "30d")
                .replaceAll("\\$(account|region|environment|owner)", ".*"));
      }
    }
    assertThat(expressions).hasSizeGreaterThan(20);
    patiently()
        .untilAsserted(
            () -> {
              for (String expression : expressions) {
                assertThat(monitoring.query(expression)).as(expression).isNotEmpty();
              }
            });
  }

  @Test
  void everyRuleWorksAndEveryAlertThatShouldFires() {
    patiently()
        .untilAsserted(
            () -> {
              List<JsonNode> rules = monitoring.rules();
              assertThat(rules).hasSizeGreaterThan(15);
              for (JsonNode rule : rules) {
                String name = rule.get("name").asText();
                assertThat(rule.get("health").asText()).as(rule.toString()).isEqualTo("ok");
                if (rule.get("type").asText().equals("recording")) {
                  assertThat(monitoring.query(name)).as(name).isNotEmpty();
                } else {
                  assertThat(rule.get("state").asText())
                      .as(name)
                      .isEqualTo(SILENT_ALERTS.contains(name) ? "inactive" : "firing");
                }
              }
            });
  }

  @Test
  void theFiguresAreThoseOfTheTrail() throws Exception {
    // isolated, open and excused; mended is gone, and of the hidden one no environment is known.
    assertThat(value("sum(isotrail:production_models_judged:sum)")).isEqualTo(3);
    assertThat(value("isotrail:isolation_ratio")).isEqualTo(1.0 / 3);
    assertThat(value("isotrail:compliance_ratio")).isEqualTo(2.0 / 3);
    assertThat(value("isotrail:remediation_seconds:mean{window=\"7d\"}")).isEqualTo(7200);
    assertThat(value("sum(isotrail_rejections{window=\"7d\",attribution=\"isolation\"})"))
        .isEqualTo(1);
    assertThat(value("isotrail_exceptions{state=\"expiring\"}")).isEqualTo(1);
  }

  @Test
  void theListedMetricsAreExposedWithTheListedLabels() throws Exception {
    Map<String, Set<String>> exposed = new TreeMap<>();
    for (String line : Monitoring.text(metricsAddress).lines().toList()) {
      if (line.startsWith("isotrail_")) {
        String name = line.split("[{ ]", 2)[0];
        Matcher labels = Pattern.compile("([a-z_]+)=\"").matcher(line);
        exposed
            .computeIfAbsent(name, _ -> new TreeSet<>())
            .addAll(labels.results().map(label -> label.group(1)).toList());
      }
    }
    Map<String, Set<String>> listed = new TreeMap<>();
    for (String line : Files.readAllLines(DASHBOARDS.resolve("metrics.txt"))) {
      if (!line.startsWith("#")) {
        String[] words = line.split(" ", 4);
        listed.put(
            words[0],
            words[2].equals("-") ? Set.of() : new TreeSet<>(List.of(words[2].split(",", -1))));
      }
    }

    listed.keySet().removeIf(name -> RARE.contains(name) && !exposed.containsKey(name));
    assertThat(exposed).isEqualTo(listed);
  }

  /** Last, because it changes the figures. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aNewModelThatIsNotIsolatedReachesTheWebhookByName() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    trail.deliver(Trail.create(now, "Fresh-Model", false, "prod"));

    String key = Trail.key("fresh-model");
    patiently()
        .untilAsserted(
            () ->
                assertThat(
                        webhook.notifications().stream()
                            .filter(each -> each.tellsOf("ModelNotIsolated", key))
                            .map(Webhook.Notification::receiver))
                    .as(() -> monitoring.output())
                    .contains("security-page", "owners"));
    JsonNode alert =
        webhook.notifications().stream()
            .filter(each -> each.tellsOf("ModelNotIsolated", key))
            .flatMap(each -> each.body().get("alerts").valueStream())
            .filter(each -> each.at("/labels/resource").asText().equals(key))
            .findFirst()
            .orElseThrow();
    assertThat(alert.at("/labels/severity").asText()).isEqualTo("critical");
    assertThat(alert.at("/labels/owner").asText()).isEqualTo("fraud");
    assertThat(alert.at("/annotations/description").asText())
        .contains(now.toString().replace("T", " ").replace("Z", ""));
    assertThat(Monitoring.text(alert.at("/annotations/runbook_url").asText()))
        .startsWith("# ModelNotIsolated");
  }

  private static String exceptions(Instant past) {
    Instant end = Instant.now().plus(10, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    Instant begin = past.minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    return """
        exceptions:
          - id: EX-1
            resource: "%s"
            reason: the vendor's container needs its licence server
            ticket: SEC-7
            requestedBy: ana
            approver: bo
            approvedAt: %s
            validFrom: %s
            validUntil: %s
            compensatingControls: [egress proxy]
        """
        .formatted(Trail.arn("excused"), begin, begin, end);
  }

  private static double value(String expression) throws IOException, InterruptedException {
    JsonNode result = monitoring.query(expression);
    assertThat(result).as(expression).hasSize(1);
    return Double.parseDouble(result.at("/0/value/1").asText());
  }

  private static Matcher address() {
    return METRICS_ADDRESS.matcher(isotrail.output());
  }

  private static ConditionFactory patiently() {
    return await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(IOException.class);
  }
}
