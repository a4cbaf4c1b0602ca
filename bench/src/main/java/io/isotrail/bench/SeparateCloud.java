package io.isotrail.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link LocalCloud} in a process of its own, which ends with this one. */
final class SeparateCloud implements AutoCloseable {

  private static final int OBJECTS = 500;

  private final Process process;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();

  private SeparateCloud(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static SeparateCloud start() throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LocalCloud.class.getName(),
                    Integer.toString(OBJECTS)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    if (line == null || !line.startsWith(LocalCloud.READY)) {
      process.destroyForcibly();
      throw new IllegalStateException("the local cloud does not start: " + line);
    }
    return new SeparateCloud(process, Integer.parseInt(line.substring(LocalCloud.READY.length())));
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  /** Makes messages visible; answers the number of the first. */
  long produce(int count) throws IOException, InterruptedException {
    return Long.parseLong(
        ask(
            HttpRequest.newBuilder(URI.create(address() + "/produce/" + count))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build()));
  }

  /** Messages deleted so far. */
  long settled() throws IOException, InterruptedException {
    return Long.parseLong(ask(HttpRequest.newBuilder(URI.create(address() + "/settled")).build()));
  }

  private String ask(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Processor time of its process so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    client.close();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
