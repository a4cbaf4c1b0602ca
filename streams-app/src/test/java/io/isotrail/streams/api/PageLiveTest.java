package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.kpi.KpiReport;
import java.nio.file.Path;
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

/** How the page lives: changes, a lost server, the keyboard, the size of the window. */
class PageLiveTest {

  private static final long NOW = SampleRows.NOW_SECONDS;
  private static final int TAB = 9;
  private static final int ENTER = 13;
  private static final int ESCAPE = 27;
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
  void open() {
    browser.resize(1360, 900);
    browser.preferScheme("light");
    server.view.rows.add(SampleRows.violation("Fraud-V3", Severity.CRITICAL, NOW - 3_600));
    server.view.rows.add(SampleRows.violation("churn", Severity.HIGH, NOW - 7_200));
    browser.open("http://127.0.0.1:" + server.port() + "/");
    browser.awaitTrue("document.querySelectorAll('#rows tr').length === 2");
    browser.evaluate("window.sameDocument = true; 0");
  }

  @AfterEach
  void stop(TestInfo test) throws Exception {
    browser.screenshot(
        Path.of("target/page", test.getDisplayName().replaceAll("\\W+", "-") + ".png"));
    browser.open("about:blank");
    server.close();
  }

  private static void assertStillTheSameDocument() {
    assertThat(browser.evaluate("window.sameDocument === true").asBoolean()).isTrue();
  }

  private static boolean focused(String name) {
    return browser
        .evaluate("document.activeElement.className + ' ' + document.activeElement.innerText")
        .asText()
        .equals("name " + name);
  }

  /** The same, with other figures. */
  private static KpiReport changed(KpiReport report, KpiReport.Remediation remediation) {
    return new KpiReport(
        report.asOf(),
        report.window(),
        report.resolution(),
        new KpiReport.Models(10, 9, 0, 1, 0, 0),
        0.9,
        0.9,
        remediation,
        report.ends(),
        report.open(),
        report.rejections(),
        report.exceptions(),
        report.runs(),
        report.coverage(),
        false,
        null);
  }

  @Test
  void follows_the_view_without_taking_the_focus() {
    browser.evaluate("document.querySelector('#rows tr:nth-child(2) .name').focus()");
    assertThat(focused("churn")).isTrue();

    server.view.rows.removeFirst();
    server.view.rows.add(SampleRows.violation("worse-1", Severity.CRITICAL, NOW - 90_000));
    server.view.rows.add(SampleRows.violation("least", Severity.LOW, NOW - 10));
    server.view.kpis = report -> changed(report, report.remediation());

    browser.awaitTrue("document.getElementById('ratio').innerText === '90 %'");
    assertThat(browser.text("#rows tr:nth-child(1) .name")).isEqualTo("worse-1");
    assertThat(browser.text("#rows tr:nth-child(2) .name")).isEqualTo("churn");
    assertThat(browser.text("#rows tr:nth-child(3) .name")).isEqualTo("least");
    assertThat(browser.text("#state-text")).isEqualTo("Not complete – catching up");
    assertThat(focused("churn")).isTrue();
    assertStillTheSameDocument();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void keeps_the_opened_row_when_the_view_changes() {
    browser.click("#rows tr:nth-child(2) td:nth-child(3)");
    browser.awaitTrue("document.querySelectorAll('#detail-body .trail').length > 0");

    server.view.rows.add(SampleRows.violation("worse-1", Severity.CRITICAL, NOW - 90_000));

    browser.awaitTrue("document.querySelectorAll('#rows tr').length === 3");
    assertThat(browser.text("#rows tr[data-selected] .name")).isEqualTo("churn");
    assertThat(browser.text("#detail-name")).isEqualTo("churn");
    assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("detail-name");
    assertStillTheSameDocument();
  }

  @Test
  void says_that_the_connection_is_lost_and_recovers() {
    int port = server.port();

    server.leave();

    browser.awaitTrue("document.body.dataset.phase === 'stale'");
    assertThat(browser.text("#state-text")).isEqualTo("Connection lost");
    assertThat(browser.text("#banner"))
        .startsWith("The server does not answer. Trying again every ")
        .endsWith(" What is shown is of the time above.");
    assertThat(browser.text("#rows tr:nth-child(2) .name")).isEqualTo("churn");

    server.view.rows.removeLast();
    server.comeBack(port);

    browser.awaitTrue("document.body.dataset.phase === 'live'");
    assertThat(browser.text("#state-text")).isEqualTo("Complete");
    assertThat(browser.evaluate("document.getElementById('banner').hidden").asBoolean()).isTrue();
    assertThat(browser.evaluate("document.querySelectorAll('#rows tr').length").asInt()).isOne();
    assertStillTheSameDocument();
  }

  @Test
  void is_worked_by_keyboard() {
    // A selection elsewhere must not take the effect from Enter.
    browser.evaluate("getSelection().selectAllChildren(document.querySelector('footer p'))");
    browser.evaluate("document.querySelector('.skip').focus()");
    for (int i = 0; i < 10 && !focused("Fraud-V3"); i++) {
      browser.press("Tab", TAB);
    }
    assertThat(focused("Fraud-V3")).isTrue();
    assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle").asText())
        .isEqualTo("solid");
    browser.evaluate("getSelection().selectAllChildren(document.querySelector('footer p'))");

    browser.press("Enter", ENTER);

    browser.awaitTrue("document.querySelectorAll('#detail-body .trail').length > 0");
    assertThat(browser.text("#detail-name")).isEqualTo("Fraud-V3");
    assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("detail-name");
    browser.press("Escape", ESCAPE);
    browser.awaitTrue("document.getElementById('detail').hidden");
    assertThat(focused("Fraud-V3")).isTrue();
  }

  @ParameterizedTest(name = "{0} pixels")
  @ValueSource(ints = {320, 390, 768, 1024, 1160, 1360})
  void fits_the_window(int width) {
    browser.resize(width, 844);
    for (String text : Hostile.TEXTS) {
      Hostile.resource(server.view, text, NOW - 9_000);
    }
    int rows = Hostile.TEXTS.size() + 2;
    browser.awaitTrue("document.querySelectorAll('#rows tr').length === " + rows);
    assertThat(beyond(width)).isEmpty();

    browser.evaluate("[...document.querySelectorAll('.name')].at(-2).click()");

    browser.awaitTrue("document.querySelectorAll('#detail-body .tags').length > 0");
    assertThat(beyond(width)).isEmpty();
  }

  /** What is cut off or makes the page wider than the window. */
  private static String beyond(int width) {
    return browser
        .evaluate(
            """
            [document.documentElement, ...document.querySelectorAll(
              'header *, main section *, .detail *, footer *')]
              .filter((it) => !it.closest('thead, .hidden'))
              .filter((it) => it.getBoundingClientRect().left < -0.5 || Math.max(it.getBoundingClientRect().right,
                it === document.documentElement ? it.scrollWidth : 0) > %d + 0.5)
              .map((it) => it.tagName + '.' + it.className + '#' + it.id).join(' ')
            """
                .formatted(width))
        .asText();
  }

  @ParameterizedTest(name = "tiles, {0}")
  @ValueSource(strings = {"light", "dark"})
  void keeps_figures_and_headings_in_one_row(String scheme) {
    browser.preferScheme(scheme);
    for (List<Long> seconds :
        List.of(List.of(86_340L, 86_340L, 86_340L), List.of(280_000L, 90_000L, 820_000L))) {
      KpiReport.Remediation remediation =
          new KpiReport.Remediation(1_234, seconds.get(0), seconds.get(1), seconds.get(2));
      server.view.kpis = report -> changed(report, remediation);
      String mean = seconds.getFirst() == 86_340L ? "23 h 59 min" : "3 d 5 h";
      browser.awaitTrue(
          "document.getElementById('mean').innerText.replace(/\\s/g, ' ') === '" + mean + "'");
      assertThat(
              browser
                  .evaluate(
                      "new Set([...document.querySelectorAll('.trio > div')].map((it) =>"
                          + " it.getBoundingClientRect().top)).size")
                  .asInt())
          .isOne();
    }
    assertThat(
            browser
                .evaluate(
                    "Math.max(...[...document.querySelectorAll('.tile h3')].map((it) =>"
                        + " it.getBoundingClientRect().height / parseFloat(getComputedStyle(it).lineHeight)))")
                .asDouble())
        .isLessThan(1.5);
  }
}
