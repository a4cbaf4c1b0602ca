package io.isotrail.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A small Schema Registry with Confluent's REST API, written against its documentation and not
 * against our client. It can be told to fail.
 */
public final class FakeRegistry implements AutoCloseable {

  /** An answer given instead of the right one. */
  public record Trouble(int status, String body, Map<String, String> headers) {
    public Trouble(int status, String body) {
      this(status, body, Map.of());
    }
  }

  /** Never answers; the client must give up by itself. */
  public static final Trouble SILENCE = new Trouble(0, "");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What came in, as "METHOD path authorization". */
  public final Queue<String> requests = new ConcurrentLinkedQueue<>();

  /** Troubles to come, one for each request. */
  public final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();

  private final Map<String, List<Integer>> subjects = new LinkedHashMap<>();
  private final List<String> schemas = new ArrayList<>();
  private final HttpServer server;
  private final String scheme;

  public FakeRegistry() {
    this(null);
  }

  /**
   * @param tls null: plain http
   */
  public FakeRegistry(@Nullable SSLContext tls) {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      if (tls == null) {
        server = HttpServer.create(any, 0);
      } else {
        HttpsServer secure = HttpsServer.create(any, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        server = secure;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    scheme = tls == null ? "http" : "https";
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return scheme + "://localhost:" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(exchange.getRequestMethod() + " " + path + (given == null ? "" : " " + given));
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Trouble trouble = troubles.poll();
    if (SILENCE.equals(trouble)) {
      return;
    }
    if (trouble == null) {
      trouble = answer(exchange.getRequestMethod(), path, body);
    }
    byte[] bytes = trouble.body().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    trouble.headers().forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(trouble.status(), bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private synchronized Trouble answer(String method, String path, String body) throws IOException {
    String[] parts = path.substring(1).split("/", -1);
    if (path.equals("/schemas/types")) {
      return new Trouble(200, "[\"AVRO\"]");
    }
    if (path.startsWith("/schemas/ids/")) {
      long id = Long.parseLong(parts[2]);
      return id >= 1 && id <= schemas.size()
          ? new Trouble(200, JSON.createObjectNode().put("schema", schema((int) id)).toString())
          : error(404, 40403, "Schema " + id + " not found");
    }
    if (!parts[0].equals("subjects")) {
      return error(404, 404, "HTTP 404 Not Found");
    }
    String subject = URLDecoder.decode(parts[1], UTF_8);
    List<Integer> versions = subjects.getOrDefault(subject, List.of());
    if (method.equals("GET")) {
      return versions.isEmpty()
          ? error(404, 40401, "Subject '" + subject + "' not found.")
          : version(subject, versions.getLast());
    }
    String schema = JSON.readTree(body).required("schema").asText();
    int known = schemas.indexOf(schema) + 1;
    if (parts.length == 3) {
      int id = known > 0 ? known : add(schema);
      List<Integer> of = subjects.computeIfAbsent(subject, any -> new ArrayList<>());
      if (!of.contains(id)) {
        of.add(id);
      }
      return new Trouble(200, JSON.createObjectNode().put("id", id).toString());
    }
    if (versions.isEmpty()) {
      return error(404, 40401, "Subject '" + subject + "' not found.");
    }
    return versions.contains(known)
        ? version(subject, known)
        : error(404, 40403, "Schema not found");
  }

  private int add(String schema) {
    schemas.add(schema);
    return schemas.size();
  }

  private String schema(int id) {
    return schemas.get(id - 1);
  }

  private Trouble version(String subject, int id) {
    ObjectNode json = JSON.createObjectNode();
    json.put("subject", subject).put("id", id).put("schema", schema(id));
    json.put("version", subjects.getOrDefault(subject, List.of()).indexOf(id) + 1);
    return new Trouble(200, json.toString());
  }

  /** An error as a registry words it. */
  public static Trouble error(int status, int code, String message) {
    return new Trouble(
        status, JSON.createObjectNode().put("error_code", code).put("message", message).toString());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
