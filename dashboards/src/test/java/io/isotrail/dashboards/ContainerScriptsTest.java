package io.isotrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that run inside the containers, run outside of them. */
final class ContainerScriptsTest {

  private static final Path SOURCE = Tree.DASHBOARDS.resolve("alertmanager/alertmanager.yml");

  @TempDir private Path folder;

  @Test
  void theWebhookAndItsTokenArePutIn() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "t0p");

    Tool.Outcome outcome = render("https://alerts.example.com/isotrail/", token);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(Files.readString(folder.resolve("target.yml")))
        .contains("https://alerts.example.com/isotrail/owners", "credentials_file: " + token)
        .doesNotContain("webhook.invalid", "t0p");
    Tool.Outcome checked = Tool.AMTOOL.run(folder, "check-config", "target.yml");
    assertThat(checked.exitCode()).as(checked.output()).isZero();
  }

  @Test
  void withoutATokenNoneIsSentAndWithoutAWebhookAWarningIsGiven() throws Exception {
    Tool.Outcome outcome = render("", folder.resolve("absent"));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("ISOTRAIL_ALERT_WEBHOOK is not set");
    assertThat(Files.readString(folder.resolve("target.yml")))
        .contains("follow_redirects: false")
        .doesNotContain("credentials_file");
    Tool.Outcome checked = Tool.AMTOOL.run(folder, "check-config", "target.yml");
    assertThat(checked.exitCode()).as(checked.output()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"alerts.example.com", "file:///etc/passwd", "http://a|e id", "http://a\"\nroute:"})
  void whatIsNoAddressIsRefused(String webhook) throws Exception {
    Tool.Outcome outcome = render(webhook, folder.resolve("absent"));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).contains("ISOTRAIL_ALERT_WEBHOOK");
    assertThat(folder.resolve("target.yml")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 503})
  void healthIsWhatReadyzSays(int status) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/readyz",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      assertThat(health(server.getAddress().getPort()) == 0).isEqualTo(status == 200);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void nobodyThereIsNotHealthy() throws Exception {
    int port;
    try (java.net.ServerSocket socket =
        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(health(port)).isNotZero();
  }

  @Test
  void theStartWaitsForWhatItIsToldToRead() throws Exception {
    Path policy = folder.resolve("policy.yaml");
    Path trail = folder.resolve("AWSLogs");

    Tool.Outcome absent = start(policy, trail);
    assertThat(absent.exitCode()).isEqualTo(2);
    assertThat(absent.output()).contains(trail + " did not appear", "ISOTRAIL_INGEST_SOURCE");

    Files.createDirectory(trail);
    assertThat(start(policy, trail).output()).contains(policy + " did not appear");

    Files.createFile(policy);
    Tool.Outcome there = start(policy, trail);
    assertThat(there.exitCode()).as(there.output()).isZero();
    assertThat(there.output().strip()).isEqualTo("started");
  }

  private Tool.Outcome start(Path policy, Path trail) throws Exception {
    return Tool.run(
        folder,
        List.of("sh", Tree.PROJECT.resolve("docker/start.sh").toString(), "started"),
        Map.of(
            "ISOTRAIL_STREAMS_POLICY",
            policy.toString(),
            "ISOTRAIL_INGEST_SOURCE",
            "dir:" + trail,
            "START_SECONDS",
            "1",
            "START_LAUNCHER",
            "echo"));
  }

  private static int health(int port) throws Exception {
    return Tool.run(
            Tree.PROJECT,
            List.of("bash", Tree.PROJECT.resolve("docker/health.sh").toString()),
            Map.of("HEALTH_PORT", Integer.toString(port)))
        .exitCode();
  }

  private Tool.Outcome render(String webhook, Path token) throws Exception {
    return Tool.run(
        folder,
        List.of("sh", Tree.PROJECT.resolve("docker/alertmanager.sh").toString(), "true"),
        Map.of(
            "ISOTRAIL_ALERT_WEBHOOK",
            webhook,
            "ALERTMANAGER_SOURCE",
            SOURCE.toString(),
            "ALERTMANAGER_TARGET",
            folder.resolve("target.yml").toString(),
            "ALERTMANAGER_TOKEN",
            token.toString()));
  }
}
