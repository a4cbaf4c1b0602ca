package io.isotrail.ingest.given;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** STS's AssumeRole on loopback: one role may be assumed, with one external id. */
public final class FakeSts implements AutoCloseable {

  private final HttpServer server;
  private final String role;
  private final String externalId;
  private final String accessKey;
  private final String secretKey;
  private final ConcurrentLinkedQueue<Map<String, String>> asked = new ConcurrentLinkedQueue<>();

  public FakeSts(String role, String externalId, String accessKey, String secretKey)
      throws IOException {
    this.role = role;
    this.externalId = externalId;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The parameters of every request. */
  public List<Map<String, String>> asked() {
    return List.copyOf(asked);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      parameters.put(
          pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    asked.add(parameters);
    boolean allowed =
        role.equals(parameters.get("RoleArn")) && externalId.equals(parameters.get("ExternalId"));
    byte[] body = (allowed ? credentials() : denied()).getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/xml");
    exchange.sendResponseHeaders(allowed ? 200 : 403, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String credentials() {
    return """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
        <SessionToken>token</SessionToken><Expiration>%s</Expiration></Credentials>
        <AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:isotrail</AssumedRoleId>
        <Arn>arn:aws:sts::111122223333:assumed-role/isotrail/isotrail</Arn></AssumedRoleUser>
        </AssumeRoleResult></AssumeRoleResponse>"""
        .formatted(accessKey, secretKey, Instant.now().plusSeconds(3_600));
  }

  private static String denied() {
    return """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
        <Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message>
        </Error><RequestId>r</RequestId></ErrorResponse>""";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
