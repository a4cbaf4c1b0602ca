package io.isotrail.app.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives what Alertmanager posts. */
final class Webhook implements AutoCloseable {

  /** One notification to one receiver. */
  record Notification(String receiver, JsonNode body) {

    /** Whether an alert of this name about this resource is in it, firing. */
    boolean tellsOf(String alert, String resource) {
      for (JsonNode each : body.path("alerts")) {
        if (each.path("status").asText().equals("firing")
            && each.at("/labels/alertname").asText().equals(alert)
            && each.at("/labels/resource").asText().equals(resource)) {
          return true;
        }
      }
      return false;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Notification> notifications = new CopyOnWriteArrayList<>();

  Webhook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          JsonNode body = JSON.readTree(exchange.getRequestBody());
          notifications.add(
              new Notification(exchange.getRequestURI().getPath().substring(1), body));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Notification> notifications() {
    return List.copyOf(notifications);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
