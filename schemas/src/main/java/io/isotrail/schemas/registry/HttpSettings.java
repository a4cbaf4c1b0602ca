package io.isotrail.schemas.registry;

import io.isotrail.schemas.settings.SettingsException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * How a registry over http is spoken to.
 *
 * <p>The time-outs are shorter than Confluent's minutes, because a registry is also asked within
 * Kafka transactions, which time out themselves.
 *
 * @param urls addresses without user names, tried in turn
 * @param credentials what is sent as authorization
 * @param tls keys and trust; empty: the JVM's defaults
 * @param proxy empty: none
 * @param connectTimeout {@code http.connect.timeout.ms}
 * @param readTimeout {@code http.read.timeout.ms}; for the whole answer
 * @param maxRetries {@code max.retries}: rounds over all addresses after the first
 * @param backoff {@code retries.wait.ms} and {@code retries.max.wait.ms}
 * @param normalize {@code normalize.schemas}
 */
record HttpSettings(
    List<URI> urls,
    Credentials credentials,
    Optional<SSLContext> tls,
    Optional<ProxySelector> proxy,
    Duration connectTimeout,
    Duration readTimeout,
    int maxRetries,
    Backoff backoff,
    boolean normalize) {

  private static final int FIVE_MINUTES = 300_000;
  private static final int MOST_URLS = 16;

  HttpSettings {
    urls = List.copyOf(urls);
    if (urls.isEmpty() || urls.size() > MOST_URLS) {
      throw new SettingsException(
          "schema.registry.url: between 1 and " + MOST_URLS + " addresses are needed");
    }
  }

  static HttpSettings from(GivenKeys keys) {
    List<URI> given = urls(keys.text("url").orElse(""));
    return new HttpSettings(
        given.stream().map(HttpSettings::withoutUser).toList(),
        Credentials.from(keys, given),
        tls(keys.tls()),
        proxy(keys),
        Duration.ofMillis(keys.whole("http.connect.timeout.ms", 2_000, 1, FIVE_MINUTES)),
        Duration.ofMillis(keys.whole("http.read.timeout.ms", 5_000, 1, FIVE_MINUTES)),
        keys.whole("max.retries", 3, 0, 100),
        new Backoff(
            Duration.ofMillis(keys.whole("retries.wait.ms", 200, 0, FIVE_MINUTES)),
            Duration.ofMillis(keys.whole("retries.max.wait.ms", 2_000, 0, FIVE_MINUTES))),
        keys.flag("normalize.schemas", false));
  }

  private static List<URI> urls(String text) {
    List<URI> urls = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String trimmed = part.strip();
      URI url;
      try {
        url = new URI(trimmed.endsWith("/") ? trimmed.substring(0, trimmed.length() - 1) : trimmed);
      } catch (URISyntaxException e) {
        // Without the cause, which shows the address with its user name and password.
        throw notAnAddress(urls.size());
      }
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
        throw notAnAddress(urls.size());
      }
      urls.add(url);
    }
    return urls;
  }

  private static SettingsException notAnAddress(int before) {
    return new SettingsException(
        "schema.registry.url: address "
            + (before + 1)
            + " is none; http://host:port or https://host:port is needed, several separated by"
            + " commas, or file:PATH or memory://NAME alone");
  }

  private static URI withoutUser(URI url) {
    try {
      return new URI(
          url.getScheme(), null, url.getHost(), url.getPort(), url.getPath(), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a part of an address is none", e);
    }
  }

  private static Optional<ProxySelector> proxy(GivenKeys keys) {
    return keys.text("proxy.host")
        .map(
            host ->
                ProxySelector.of(
                    new InetSocketAddress(host, keys.whole("proxy.port", 3128, 1, 65_535))));
  }

  /** Kafka's own reading of {@code ssl.*}, so that every type of store works that Kafka knows. */
  private static Optional<SSLContext> tls(Map<String, Object> given) {
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Object check = given.get("ssl.endpoint.identification.algorithm");
    if (check != null && check.toString().isBlank()) {
      throw new SettingsException(
          "schema.registry.ssl.endpoint.identification.algorithm: host names are always checked;"
              + " leave it out, and give the registry a certificate with its host name");
    }
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(new ConfigDef().withClientSslSupport().parse(given));
      return Optional.of(factory.sslContext());
    } catch (KafkaException e) {
      throw new SettingsException("schema.registry.ssl.*: " + e.getMessage(), e);
    }
  }
}
