package io.isotrail.app.conservation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a client and a service of AWS, passes one request a connection, and does to it
 * what it is told. Severed, it is what a killed client looks like to the service: not one byte more
 * in either direction.
 */
final class FaultyRelay implements AutoCloseable {

  private static final Pattern LENGTH =
      Pattern.compile("(?im)^content-length:\\s*(\\d+)\\s*$", Pattern.MULTILINE);
  private static final Pattern CONNECTION = Pattern.compile("(?im)^connection:.*\\r\\n");
  private static final Pattern ENTRY_ID = Pattern.compile("\"Id\"\\s*:\\s*\"(\\d+)\"");
  private static final int MOST_HEAD = 64 * 1024;

  private final ServerSocket server;
  private final int target;
  private final Function<String, Fault> faults;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean severed;

  /**
   * @param target port of the service on 127.0.0.1
   * @param faults told the head of a request
   */
  FaultyRelay(int target, Function<String, Fault> faults) {
    this.target = target;
    this.faults = faults;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      open.add(client);
      if (!severed) {
        pass(client);
      }
    } catch (IOException | InterruptedException e) {
      // One side has gone; the other learns it by the end of the connection.
    } finally {
      open.remove(client);
    }
  }

  private void pass(Socket client) throws IOException, InterruptedException {
    InputStream in = client.getInputStream();
    String head = head(in);
    if (head.isEmpty()) {
      return;
    }
    Matcher length = LENGTH.matcher(head);
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    Fault fault = faults.apply(head);
    OutputStream out = client.getOutputStream();
    switch (fault) {
      case SLOW_DOWN -> answer(out, 503, head, "SlowDown");
      case FAILED -> answer(out, 500, head, "InternalError");
      case RESET -> client.setSoLinger(true, 0);
      case LOST -> forward(head, body, OutputStream.nullOutputStream(), Fault.NONE);
      case PARTIAL -> {
        forward(head, body, OutputStream.nullOutputStream(), Fault.NONE);
        partial(out, new String(body, UTF_8));
      }
      case NONE, CUT, SLOW -> forward(head, body, out, fault);
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ending = 0;
    while (ending < 4 && head.size() < MOST_HEAD) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      ending = next == (ending % 2 == 0 ? '\r' : '\n') ? ending + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(ISO_8859_1);
  }

  private void forward(String head, byte[] body, OutputStream out, Fault fault)
      throws IOException, InterruptedException {
    try (Socket service = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(service);
      try {
        String once =
            CONNECTION.matcher(head).replaceAll("").replaceFirst("\r\n\r\n$", "\r\n")
                + "Connection: close\r\n\r\n";
        service.getOutputStream().write(once.getBytes(ISO_8859_1));
        service.getOutputStream().write(body);
        service.getOutputStream().flush();
        byte[] answer = service.getInputStream().readAllBytes();
        switch (fault) {
          case CUT -> out.write(answer, 0, answer.length - Math.max(1, answer.length / 4));
          case SLOW -> {
            for (int from = 0; from < answer.length; from += answer.length / 4 + 1) {
              Thread.sleep(100);
              out.write(answer, from, Math.min(answer.length / 4 + 1, answer.length - from));
              out.flush();
            }
          }
          case NONE, SLOW_DOWN, FAILED, RESET, LOST, PARTIAL -> out.write(answer);
        }
        out.flush();
      } finally {
        open.remove(service);
      }
    }
  }

  private static void answer(OutputStream out, int status, String head, String code)
      throws IOException {
    boolean queue = head.toLowerCase(Locale.ROOT).contains("x-amz-target:");
    String body =
        queue
            ? "{\"__type\":\"" + code + "\",\"message\":\"told to\"}"
            : "<?xml version=\"1.0\"?><Error><Code>"
                + code
                + "</Code><Message>told to</Message></Error>";
    send(out, status, queue ? "application/x-amz-json-1.0" : "application/xml", body);
  }

  private static void partial(OutputStream out, String request) throws IOException {
    StringBuilder done = new StringBuilder();
    StringBuilder failed = new StringBuilder();
    Matcher ids = ENTRY_ID.matcher(request);
    for (int i = 0; ids.find(); i++) {
      StringBuilder into = i % 2 == 0 ? failed : done;
      into.append(into.isEmpty() ? "" : ",").append("{\"Id\":\"").append(ids.group(1)).append('"');
      into.append(i % 2 == 0 ? ",\"SenderFault\":false,\"Code\":\"InternalError\"}" : "}");
    }
    send(
        out,
        200,
        "application/x-amz-json-1.0",
        "{\"Successful\":[" + done + "],\"Failed\":[" + failed + "]}");
  }

  private static void send(OutputStream out, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    out.write(
        ("HTTP/1.1 "
                + status
                + " told\r\nContent-Type: "
                + type
                + "\r\nContent-Length: "
                + bytes.length
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(ISO_8859_1));
    out.write(bytes);
    out.flush();
  }

  /** Ends every connection, at once and in the middle of whatever goes on. */
  void sever() {
    severed = true;
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // It has ended already.
      }
    }
  }

  @Override
  public void close() {
    sever();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
