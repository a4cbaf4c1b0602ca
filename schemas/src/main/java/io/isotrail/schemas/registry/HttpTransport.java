package io.isotrail.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.schemas.registry.RegistryRefusedException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One request to whichever address answers: each in turn, beginning with the one that answered
 * last, then again after a wait. In all it takes at most (max.retries + 1) x addresses x
 * (http.connect.timeout.ms + http.read.timeout.ms) and the waits.
 *
 * <p>An answer that is larger than {@value #MOST_BYTES} bytes counts as a failed address.
 * Redirections are not followed, since credentials would go along.
 */
final class HttpTransport implements AutoCloseable {

  static final int MOST_BYTES = 4 << 20;
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  /** How a retry is waited for. */
  interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  /**
   * What a registry said.
   *
   * @param status below 500, and neither 408 nor 429
   */
  record Answer(int status, String body, URI url) {}

  private final HttpSettings settings;
  private final Pause pause;
  private final AtomicInteger preferred = new AtomicInteger();
  private @Nullable HttpClient client;

  HttpTransport(HttpSettings settings, Pause pause) {
    this.settings = settings;
    this.pause = pause;
  }

  /** Sends; a body makes it a POST. */
  Answer send(String path, byte @Nullable [] body) {
    String failure = "";
    for (int round = 0; ; round++) {
      int start = preferred.get();
      for (int i = 0; i < settings.urls().size(); i++) {
        int chosen = (start + i) % settings.urls().size();
        URI url = settings.urls().get(chosen);
        try {
          HttpResponse<byte[]> response = once(url, path, body);
          if (!isPassing(response.statusCode())) {
            preferred.set(chosen);
            return new Answer(response.statusCode(), new String(response.body(), UTF_8), url);
          }
          failure = url + " answers with status " + response.statusCode();
        } catch (IOException | TimeoutException e) {
          failure = url + ": " + describe(e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new RegistryAwayException("interrupted while asking the schema registry", e);
        }
      }
      if (round >= settings.maxRetries()) {
        throw new RegistryAwayException(
            "the schema registry is away: "
                + settings.credentials().redact(failure)
                + ", after "
                + (round + 1)
                + " tries of "
                + settings.urls().size()
                + " addresses (schema.registry.url)");
      }
      rest(round);
    }
  }

  private void rest(int round) {
    try {
      pause.pause(settings.backoff().before(round, ThreadLocalRandom.current().nextDouble()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryAwayException("interrupted while waiting for the schema registry", e);
    }
  }

  private HttpResponse<byte[]> once(URI url, String path, byte @Nullable [] body)
      throws IOException, TimeoutException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Accept", MEDIA_TYPE);
    settings.credentials().header().ifPresent(it -> request.header("Authorization", it));
    if (body != null) {
      request.header("Content-Type", MEDIA_TYPE).POST(BodyPublishers.ofByteArray(body));
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client()
            .sendAsync(
                request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      // A request's own time-out ends with the headers; this one holds for a dripping body too.
      return answer.get(
          settings.connectTimeout().plus(settings.readTimeout()).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case null, default ->
            throw new RegistryRefusedException(
                Reason.NOT_A_REGISTRY, "cannot ask the schema registry at " + url, e);
      }
    } finally {
      answer.cancel(true);
    }
  }

  private static boolean isPassing(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private static String describe(Exception e) {
    return switch (e) {
      case TimeoutException _ -> "timed out";
      default ->
          Optional.ofNullable(e.getMessage())
              .map(message -> e.getClass().getSimpleName() + ": " + message)
              .orElse(e.getClass().getSimpleName());
    };
  }

  /** Made late, because it starts a thread. */
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(settings.connectTimeout())
              .executor(Executors.newVirtualThreadPerTaskExecutor());
      settings.tls().ifPresent(builder::sslContext);
      settings.proxy().ifPresent(builder::proxy);
      made = builder.build();
      client = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }
}
