package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.view.Integrity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What the page shows in a browser. The last state of each test is in target/page as a picture. */
class PageTest {

  private static final long NOW = SampleRows.NOW_SECONDS;
  private static final String LOADED = "document.body.dataset.phase === 'live'";
  private static Browser browser;

  private final RunningServer server = new RunningServer(Map.of());

  @BeforeAll
  static void startBrowser(@TempDir Path profile) throws Exception {
    browser = Browser.start(profile);
  }

  @AfterAll
  static void endBrowser() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void desktop() {
    browser.resize(1360, 900);
    browser.preferScheme("light");
  }

  @AfterEach
  void stop(TestInfo test) throws Exception {
    browser.screenshot(
        Path.of("target/page", test.getDisplayName().replaceAll("\\W+", "-") + ".png"));
    browser.call("Page.setBypassCSP", "enabled", false);
    browser.open("about:blank");
    server.close();
  }

  private void open() {
    browser.open("http://127.0.0.1:" + server.port() + "/");
    browser.awaitTrue(LOADED);
  }

  private void three() {
    server.view.rows.add(SampleRows.violation("late-low", Severity.LOW, NOW - 400_000));
    server.view.rows.add(SampleRows.violation("Fraud-V3", Severity.CRITICAL, NOW - 3_600));
    server.view.rows.add(SampleRows.violation("churn", Severity.HIGH, NOW - 7_200));
    server.view.rows.add(SampleRows.other("fine", Status.COMPLIANT));
  }

  private void assertNothingWrong() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requested())
        .isNotEmpty()
        .allSatisfy(url -> assertThat(url).startsWith("http://127.0.0.1:" + server.port() + "/"));
  }

  @Test
  void shows_the_kpis_of_the_view() {
    open();

    assertThat(browser.text("#ratio")).isEqualTo("50 %");
    assertThat(browser.text("#ratio-note"))
        .isEqualTo("5 of 10 isolated · 1 exempt · 3 in violation · 1 undetermined");
    assertThat(browser.text("#ratio-coverage"))
        .isEqualTo("Seen since 2026-03-01; 11 models created before that");
    assertThat(browser.text("#mean")).isEqualTo("1 min");
    assertThat(browser.text("#p50")).isEqualTo("50 s");
    assertThat(browser.text("#p90")).isEqualTo("2 min");
    assertThat(browser.text("#remediation-note")).isEqualTo("2 remediated in 30 days");
    assertThat(browser.text("#open-note"))
        .isEqualTo("3 still open, 1 overdue; on average for 5 min, the oldest for 15 min");
    assertThat(browser.text("#rejections")).isEqualTo("4");
    assertThat(browser.text("#rejections-note"))
        .isEqualTo("in 30 days; beside them 6 whose reason cannot be seen and 5 for other reasons");
    assertThat(browser.text("#rejections-distinct"))
        .isEqualTo("7 distinct attempts; 15 stopped by AWS, 0 by pipelines");
    assertThat(browser.text("#exceptions")).isEqualTo("1");
    assertThat(browser.text("#exceptions-note"))
        .isEqualTo("8 models exempt · 1 ending within 30 days");
    assertThat(browser.text("#exceptions-ended")).isEqualTo("9 ended in the last 30 days");
    assertThat(browser.text("#runs")).isEqualTo("85.7 %");
    assertThat(browser.text("#runs-note"))
        .isEqualTo("12 of 14 training, processing and tuning jobs in 30 days");
    assertThat(browser.text("#runs-undetermined")).isEqualTo("1 whose request cannot be seen");
    browser.awaitTrue("document.querySelectorAll('#trends svg polyline').length === 4");
    assertThat(browser.text("#trend-ratio .latest")).isEqualTo("50 %");
    assertThat(browser.text("#trend-open .latest")).isEqualTo("3");
    assertThat(browser.text("#trend-mean .latest")).isEqualTo("1 min");
    assertThat(browser.text("#trend-rejections .latest")).isEqualTo("4");
    assertThat(browser.text("#as-of")).isEqualTo("2026-03-01 12:00:00 UTC");
    assertThat(browser.text("#state-text")).isEqualTo("Complete");
    assertNothingWrong();
  }

  @Test
  void lists_the_open_violations_worst_first() {
    three();

    open();

    browser.awaitTrue("document.querySelectorAll('#rows tr').length === 3");
    assertThat(browser.text("#rows tr:nth-child(1)"))
        .isEqualTo(
            "critical Fraud-V3 model payments 111122223333 · eu-central-1 production restricted"
                + " risk 1 h in 23 h 1 h");
    assertThat(browser.text("#rows tr:nth-child(2) .name")).isEqualTo("churn");
    assertThat(browser.text("#rows tr:nth-child(3)")).contains("late-low", "overdue 3 d 15 h");
    assertThat(browser.text("#violations-count")).isEqualTo("3");
    assertNothingWrong();
  }

  @Test
  void says_until_when_logs_are_verified_or_what_is_wrong_with_them() {
    server.view.integrity = verified(List.of());
    open();
    browser.awaitTrue("!document.getElementById('integrity').hidden");
    assertThat(browser.text("#integrity-text"))
        .isEqualTo("logs verified until 1970-01-01 02:00:00 UTC");

    server.view.integrity =
        verified(List.of(new IntegrityFinding("log-hash", "s3://b/<i>k", "", "changed", 3L)));
    open();
    browser.awaitTrue("document.getElementById('integrity').dataset.ok === 'false'");
    assertThat(browser.text("#integrity-text")).isEqualTo("logs not as delivered");
    assertThat(browser.evaluate("document.getElementById('integrity-text').title").asText())
        .contains("s3://b/<i>k");
  }

  private static Integrity verified(List<IntegrityFinding> findings) {
    return new Integrity(
        List.of(
            new IntegrityStatus(
                "dir:x",
                SampleRows.ACCOUNT,
                SampleRows.REGION,
                "main",
                0L,
                7_200L,
                List.of(),
                List.of(),
                findings,
                0L,
                0L,
                "",
                0L)),
        List.of(),
        0);
  }

  @Test
  void says_that_nothing_is_open() {
    open();

    assertThat(browser.text("#placeholder-title")).isEqualTo("No open violations");
  }

  @ParameterizedTest(name = "hostile texts, content policy off {0}")
  @ValueSource(booleans = {false, true})
  void shows_hostile_texts_as_texts(boolean policyOff) {
    browser.call("Page.setBypassCSP", "enabled", policyOff);
    for (int i = 0; i < Hostile.TEXTS.size(); i++) {
      Hostile.resource(server.view, Hostile.TEXTS.get(i), NOW - 9_000 + i);
    }

    open();

    browser.awaitTrue("document.querySelectorAll('#rows tr').length === " + Hostile.TEXTS.size());
    for (int i = 1; i <= Hostile.TEXTS.size(); i++) {
      String text = Hostile.TEXTS.get(i - 1);
      String shown = Hostile.shown(text);
      String row = "#rows tr:nth-child(" + i + ")";
      assertThat(browser.text(row + " .name")).isEqualTo(shown);
      assertThat(browser.text(row + " td:nth-child(6)")).isEqualTo(shown);
      browser.evaluate("document.querySelector('" + row + " .name').click()");
      browser.awaitTrue("document.querySelector('#detail-body .tags') !== null");
      assertThat(browser.text("#detail-name")).isEqualTo(shown);
      assertThat(browser.text("#detail-body .tags")).isEqualTo(shown + " = " + shown);
      assertThat(browser.text("#detail-body"))
          .contains(" " + shown + " note: " + shown + " event event-1");
      browser.click("#detail-close");
    }
    assertThat(browser.evaluate("window.ran === undefined").asBoolean()).isTrue();
    assertThat(
            browser.evaluate("document.querySelectorAll('main img, main script').length").asInt())
        .isZero();
    assertNothingWrong();
  }

  @Test
  void would_tell_of_a_script_in_a_text() {
    open();

    browser.evaluate("document.querySelector('footer').innerHTML = '<img src=x onerror=ran=1>'");

    browser.awaitTrue("document.querySelector('footer img').complete");
    org.awaitility.Awaitility.await()
        .until(() -> browser.complaints().toString().contains("Content Security Policy"));
  }

  @Test
  void shows_the_evidence_of_a_clicked_row() {
    three();
    Row row = server.view.rows.get(1);
    server.view.dossiers.put(row.subject().key(), Hostile.dossier(row, "arn:aws:iam::1:user/eve"));
    open();

    browser.click("#rows tr:nth-child(1) td:nth-child(4)");

    browser.awaitTrue("document.querySelectorAll('#detail-body .trail').length === 2");
    assertThat(browser.text("#detail-name")).isEqualTo("Fraud-V3");
    assertThat(browser.text("#detail-body .trail:nth-of-type(1)"))
        .isEqualTo("violation from 2026-03-01 11:00:00 critical · production · restricted");
    assertThat(browser.text("#detail-body .trail:nth-of-type(2)"))
        .isEqualTo(
            "CreateModel 2026-03-01 11:00:00 arn:aws:iam::1:user/eve note: arn:aws:iam::1:user/eve"
                + " event event-1 s3://trail/one.json.gz");
    assertThat(browser.text(".mend")).contains("EnableNetworkIsolation = true");
    assertThat(browser.evaluate("location.hash").asText())
        .isEqualTo("#aws/111122223333/eu-central-1/model/fraud-v3");
    assertNothingWrong();
  }

  @Test
  void narrows_by_the_filter() {
    three();
    open();

    browser.click("#filter");
    browser.call("Input.insertText", "text", "FRAUD");

    browser.awaitTrue("document.querySelectorAll('#rows tr').length === 1");
    assertThat(browser.text("#rows .name")).isEqualTo("Fraud-V3");
    assertThat(browser.text("#violations-count")).isEqualTo("1 of 3");
    browser.call("Input.insertText", "text", "\u202e<i>");
    browser.awaitTrue("!document.getElementById('placeholder').hidden");
    assertThat(browser.text("#placeholder-title")).isEqualTo("Nothing matches the filter");
    assertThat(browser.text("#placeholder-text"))
        .isEqualTo("3 open violations do not match “fraud\\u202e<i>”.");
    assertNothingWrong();
  }

  @Test
  void asks_for_the_chosen_window() {
    open();
    assertThat(server.view.questions)
        .isNotEmpty()
        .allSatisfy(asked -> assertThat(asked.window()).isEqualTo(Duration.ofDays(30)));

    browser.click(".windows label");

    browser.awaitTrue("document.querySelector('#exceptions-ended').innerText.includes('7 days')");
    assertThat(browser.requested()).anyMatch(url -> url.endsWith("/api/v1/kpis?window=P7D"));
    assertThat(server.view.questions.getLast().window()).isEqualTo(Duration.ofDays(7));
    assertNothingWrong();
  }

  @Test
  void opens_the_resource_that_a_link_names() {
    three();
    browser.open(
        "http://127.0.0.1:" + server.port() + "/#aws/111122223333/eu-central-1/model/churn");

    browser.awaitTrue("document.querySelectorAll('#detail-body .trail').length > 0");

    assertThat(browser.text("#detail-name")).isEqualTo("churn");
    assertNothingWrong();
  }

  @Test
  void lives_with_a_link_that_cannot_be_read() {
    browser.open("http://127.0.0.1:" + server.port() + "/#100%");

    browser.awaitTrue(LOADED);

    assertNothingWrong();
  }

  @Test
  void names_the_missing_package() {
    assertThatThrownBy(() -> Browser.missing(true))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("package chromium");
    assertThatThrownBy(() -> Browser.missing(false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("package chromium");
  }
}
