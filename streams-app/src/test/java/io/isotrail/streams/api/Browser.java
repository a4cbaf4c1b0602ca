package io.isotrail.streams.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Chromium without a window, driven over the WebSocket of its DevTools. */
final class Browser implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> requested = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /**
   * Starts it with an empty profile; skips the test where it is missing, in CI it fails. On a cold
   * and busy machine Chromium now and then hangs at its start; a second one does not.
   *
   * @param profiles an empty directory
   */
  static Browser start(Path profiles) throws IOException {
    try {
      return new Browser(Files.createDirectories(profiles.resolve("first")));
    } catch (IOException hangs) {
      try {
        return new Browser(Files.createDirectories(profiles.resolve("second")));
      } catch (IOException again) {
        again.addSuppressed(hangs);
        throw again;
      }
    }
  }

  private Browser(Path profile) throws IOException {
    process =
        new ProcessBuilder(
                program(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--disable-breakpad",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      socket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create(page(port(profile))), new Listener())
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      List.of("Page", "Runtime", "Log", "Network").forEach(domain -> call(domain + ".enable"));
    } catch (Exception e) {
      IOException failure = new IOException("Chromium does not take orders", e);
      try {
        end();
      } catch (CompletionException stays) {
        failure.addSuppressed(stays);
      }
      throw failure;
    }
  }

  private static String program() {
    String named = System.getenv("ISOTRAIL_CHROMIUM");
    return (named != null
            ? Stream.of(Path.of(named))
            : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "chromium")))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseGet(() -> missing("true".equals(System.getenv("CI"))));
  }

  /** Ends the test: as skipped, or where all tools have to be there as failed. */
  static String missing(boolean required) {
    String message = "chromium is not installed; the Debian package chromium has it";
    return required ? fail(message) : abort(message);
  }

  private static int port(Path profile) {
    Path file = profile.resolve("DevToolsActivePort");
    List<String> lines =
        await()
            .atMost(PATIENCE)
            .until(
                () -> Files.exists(file) ? Files.readAllLines(file) : List.<String>of(),
                read -> read.size() > 1);
    return Integer.parseInt(lines.getFirst());
  }

  private String page(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    for (JsonNode target :
        MAPPER.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body())) {
      if (target.get("type").asText().equals("page")) {
        return target.get("webSocketDebuggerUrl").asText();
      }
    }
    throw new IOException("Chromium has no page");
  }

  /** Gives one order, e.g. {@code call("Page.navigate", "url", "about:blank")}. */
  JsonNode call(String method, Object... parameters) {
    ObjectNode order = MAPPER.createObjectNode().put("method", method);
    for (int i = 0; i < parameters.length; i += 2) {
      order.withObject("/params").putPOJO((String) parameters[i], parameters[i + 1]);
    }
    int id = calls.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    try {
      socket.sendText(MAPPER.writeValueAsString(order.put("id", id)), true).join();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    JsonNode answered = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (answered.has("error")) {
      throw new IllegalStateException(method + ": " + answered.get("error"));
    }
    return answered.path("result");
  }

  /** Opens a page afresh and forgets what the one before it asked and complained of. */
  void open(String url) {
    call("Page.navigate", "url", "about:blank");
    requested.clear();
    complaints.clear();
    call("Page.navigate", "url", url);
    awaitTrue("document.readyState === 'complete'");
  }

  /** The value of an expression in the page. */
  JsonNode evaluate(String expression) {
    JsonNode result = call("Runtime.evaluate", "expression", expression, "returnByValue", true);
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /** Waits until an expression is true in the page. */
  void awaitTrue(String expression) {
    await(expression).atMost(PATIENCE).until(() -> evaluate("!!(" + expression + ")").asBoolean());
  }

  /** The text of an element as it is shown, each run of white space as one space. */
  String text(String selector) {
    return evaluate("document.querySelector('" + selector + "').innerText.replace(/\\s+/g, ' ')")
        .asText();
  }

  void click(String selector) {
    JsonNode at =
        evaluate(
            "(() => { const it = document.querySelector('%s'); it.scrollIntoView({block: 'center'});"
                    .formatted(selector)
                + " const box = it.getBoundingClientRect();"
                + " return [box.x + box.width / 2, box.y + box.height / 2]; })()");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          "type",
          type,
          "x",
          at.get(0).asDouble(),
          "y",
          at.get(1).asDouble(),
          "button",
          "left",
          "clickCount",
          1);
    }
  }

  /** Presses a key, e.g. Tab (9) or Enter (13, which also types a carriage return). */
  void press(String key, int code) {
    String typed = code == 13 ? "\r" : "";
    String down = typed.isEmpty() ? "rawKeyDown" : "keyDown";
    for (String type : List.of(down, "keyUp")) {
      String text = type.equals("keyUp") ? "" : typed;
      call(
          "Input.dispatchKeyEvent",
          "type",
          type,
          "key",
          key,
          "code",
          key,
          "windowsVirtualKeyCode",
          code,
          "text",
          text);
    }
  }

  void resize(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        height,
        "deviceScaleFactor",
        1,
        "mobile",
        false);
  }

  void preferScheme(String scheme) {
    call(
        "Emulation.setEmulatedMedia",
        "features",
        List.of(Map.of("name", "prefers-color-scheme", "value", scheme)));
  }

  void screenshot(Path file) throws IOException {
    byte[] image = Base64.getDecoder().decode(call("Page.captureScreenshot").get("data").asText());
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, image);
  }

  /** Every address asked for since the page was opened. */
  List<String> requested() {
    return requested;
  }

  /** Exceptions, warnings and errors of the console, violations of the content policy. */
  List<String> complaints() {
    return complaints;
  }

  private void received(String text) {
    try {
      JsonNode message = MAPPER.readTree(text);
      if (message.has("id")) {
        CompletableFuture<JsonNode> answer = answers.remove(message.get("id").asInt());
        if (answer != null) {
          answer.complete(message);
        }
        return;
      }
      JsonNode of = message.path("params");
      switch (message.path("method").asText()) {
        case "Network.requestWillBeSent" -> requested.add(of.at("/request/url").asText());
        case "Runtime.exceptionThrown" -> complaints.add(of.get("exceptionDetails").toString());
        case "Runtime.consoleAPICalled" -> complaints.add(of.get("args").toString());
        case "Log.entryAdded" -> complaints.add(of.at("/entry/text").asText());
        default -> {}
      }
    } catch (JsonProcessingException e) {
      complaints.add("DevTools sent no JSON: " + e.getOriginalMessage());
    }
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
    end();
  }

  private void end() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder received = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      received.append(data);
      if (last) {
        received(received.toString());
        received.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }
}
