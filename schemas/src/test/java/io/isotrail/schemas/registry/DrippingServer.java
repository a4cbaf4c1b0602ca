package io.isotrail.schemas.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers with a head, and then a byte every now and then, without end. */
final class DrippingServer implements AutoCloseable {

  private final ServerSocket server;
  private final Thread thread;

  DrippingServer() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    thread = Thread.ofVirtual().start(this::drip);
  }

  String url() {
    return "http://localhost:" + server.getLocalPort();
  }

  private void drip() {
    try (Socket client = server.accept()) {
      client
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(US_ASCII));
      while (!Thread.currentThread().isInterrupted()) {
        client.getOutputStream().write(' ');
        client.getOutputStream().flush();
        Thread.sleep(20);
      }
    } catch (IOException | InterruptedException e) {
      // The client gave up, or the test has ended.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    thread.interrupt();
  }
}
