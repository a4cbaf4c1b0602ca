package io.isotrail.app.governance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.isotrail.app.command.ExitCode;
import io.isotrail.app.configuration.AsOfOptions;
import io.isotrail.app.configuration.FormatOption;
import io.isotrail.app.configuration.HelpOption;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.terminal.Columns;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.streams.governance.GovernanceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isotrail policy simulate}: what another policy would change. */
@Command(
    name = "simulate",
    description = {
      "Says which KPIs and which rows a policy would change, over any window of the past. Asks a"
          + " running 'isotrail up' or 'isotrail streams', which judges all stored facts twice and"
          + " changes nothing. The policy is applied to the whole past; with an effectiveFrom, from"
          + " then on as if it had been published in time."
    },
    footer = {
      "",
      "A server beyond loopback asks for a token: it is taken from the environment variable"
          + " ISOTRAIL_API_TOKEN.",
      "",
      "Examples:",
      "  isotrail policy simulate stricter.yaml",
      "  isotrail policy simulate stricter.yaml --as-of 2026-03-31T23:59:59Z --window P90D",
      "",
      "Exit codes: 0 done, 1 failed, 2 the file or the command line cannot be used, 4 the answer is"
          + " incomplete, as something is not yet read or judged."
    })
final class PolicySimulate extends HelpOption implements Callable<Integer> {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  @Parameters(paramLabel = "FILE", description = "The policy (policy.yaml).")
  Path file = Path.of("policy.yaml");

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "The server that is asked. Default: ${DEFAULT-VALUE}.")
  String url = "http://127.0.0.1:8080";

  @Mixin AsOfOptions time = new AsOfOptions();

  @Mixin FormatOption format = new FormatOption();

  private final Terminal terminal;
  private final Map<String, String> environment;

  PolicySimulate(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logging.QUIET.apply();
    // Here rather than by the server, so that the error names the file and its line.
    GovernanceFiles.readPolicy(file);
    HttpRequest request = request();
    HttpResponse<String> response;
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      terminal.say(
          "isotrail: nobody answers at "
              + url
              + "; start 'isotrail up' there, or name the server with --url");
      return ExitCode.FAILED.number();
    }
    JsonNode answer = answer(response);
    if (response.statusCode() != 200) {
      terminal.say(
          "isotrail: the server refuses ("
              + response.statusCode()
              + "): "
              + answer.path("detail").asText("no reason is given"));
      return (response.statusCode() == 400 ? ExitCode.USAGE : ExitCode.FAILED).number();
    }
    format.format().print(terminal, () -> lines(answer), () -> answer);
    if (!answer.at("/before/complete").asBoolean()) {
      terminal.say("isotrail: incomplete: something is not yet read or judged; see /readyz");
      return ExitCode.INCOMPLETE.number();
    }
    return ExitCode.DONE.number();
  }

  private HttpRequest request() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("window", "P" + time.window().toDays() + "D");
    time.asOf().ifPresent(instant -> query.put("asOf", instant.toString()));
    try {
      URI uri =
          URI.create(
              url.replaceAll("/+$", "")
                  + "/api/v1/policy/simulate?"
                  + query.entrySet().stream()
                      .map(
                          entry ->
                              entry.getKey()
                                  + "="
                                  + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                      .collect(Collectors.joining("&")));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .timeout(PATIENCE)
              .header("Content-Type", "application/yaml")
              .POST(HttpRequest.BodyPublishers.ofString(Files.readString(file)));
      String token = environment.getOrDefault(Settings.CLIENT_TOKEN, "");
      if (!token.isEmpty()) {
        header(request, token);
      }
      return request.build();
    } catch (IllegalArgumentException e) {
      throw new SettingsException("--url: a URL such as http://127.0.0.1:8080 is needed", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void header(HttpRequest.Builder request, String token) {
    try {
      request.header("Authorization", "Bearer " + token);
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message shows the token.
      throw new SettingsException("ISOTRAIL_API_TOKEN holds what cannot be a token");
    }
  }

  private static JsonNode answer(HttpResponse<String> response) {
    try {
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      return MAPPER.createObjectNode();
    }
  }

  private static List<String> lines(JsonNode answer) {
    Columns kpis = new Columns().add("", "before", "after");
    for (String pointer :
        List.of(
            "/isolationRatio",
            "/complianceRatio",
            "/models/production",
            "/models/isolated",
            "/models/exempt",
            "/models/violation",
            "/models/undetermined",
            "/models/outOfScope",
            "/open/count",
            "/open/overdue",
            "/remediation/count",
            "/remediation/meanSeconds",
            "/rejections/isolation",
            "/exceptions/exemptResources")) {
      kpis.add(
          pointer.substring(1).replace('/', '.'),
          answer.at("/before" + pointer).asText("-"),
          answer.at("/after" + pointer).asText("-"));
    }
    List<String> lines = new ArrayList<>(kpis.lines());
    long total = answer.path("changedTotal").asLong();
    lines.add("");
    lines.add(
        total
            + " rows would change"
            + (answer.path("truncated").asBoolean()
                ? "; the first " + answer.path("changed").size() + ":"
                : total == 0 ? "." : ":"));
    Columns rows = new Columns();
    for (JsonNode row : answer.path("changed")) {
      rows.add(row.path("key").asText(), verdict(row.path("from")), verdict(row.path("to")));
    }
    lines.addAll(rows.lines());
    return lines;
  }

  private static String verdict(JsonNode verdict) {
    if (!verdict.isObject()) {
      return "(none)";
    }
    String severity = verdict.path("severity").asText("");
    return verdict.path("status").asText()
        + (verdict.path("severity").isTextual() ? " " + severity : "");
  }
}
