package io.isotrail.streams.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.deadletters.DeadLetterReader;
import io.isotrail.streams.governance.GovernanceInMemory;
import io.isotrail.streams.simulation.Outcome;
import io.isotrail.streams.simulation.Question;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A server on a free port over a view made by hand, with a client. */
final class RunningServer implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  final SampleView view = new SampleView();
  final GovernanceInMemory governance =
      new GovernanceInMemory(Clock.fixed(SampleRows.NOW, ZoneOffset.UTC));
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  Function<Question, Outcome> simulate = question -> new Outcome.Busy();
  DeadLetterReader deadLetters = (before, limit) -> new DeadLetterReader.Page(List.of(), Map.of());
  final SampleRejections rejections = new SampleRejections();
  private ApiServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  RunningServer(Map<String, String> overrides) {
    Map<String, String> values = new TreeMap<>(overrides);
    values.putIfAbsent("isotrail.api.port", "0");
    server = start(values);
  }

  private ApiServer start(Map<String, String> values) {
    return ApiServer.start(
        ApiSettings.from(new Settings(values)),
        ports(),
        registry,
        Clock.fixed(SampleRows.NOW, ZoneOffset.UTC));
  }

  ApiPorts ports() {
    return new ApiPorts(
        view,
        rejections,
        governance.register(),
        question -> simulate.apply(question),
        (before, limit) -> deadLetters.read(before, limit));
  }

  /** Goes away, while the view stays. */
  void leave() {
    server.close();
  }

  /** Comes back on the same port after {@link #leave}. */
  void comeBack(int port) {
    server = start(Map.of("isotrail.api.port", String.valueOf(port)));
  }

  int port() {
    return server.port();
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  HttpResponse<String> send(String method, String path, String... headers) throws Exception {
    return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  /** Sends a body; its media type is among the headers. */
  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return send("POST", path, HttpRequest.BodyPublishers.ofString(body), headers);
  }

  HttpResponse<String> send(
      String method, String path, HttpRequest.BodyPublisher body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends bytes as they are and reads until the server closes. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return MAPPER.readTree(response.body());
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
