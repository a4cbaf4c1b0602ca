package io.isotrail.streams.api;

import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.streams.api.access.AccessSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings of the HTTP server.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes any free one
 * @param names names accepted in the Host header beside loopback names and addresses, lower case
 * @param openReading whether anybody who reaches an address beyond loopback may read without a
 *     token
 * @param access tokens and roles
 * @param maximumRequestLine bytes of method, path and query
 * @param maximumHeaders bytes of all headers
 * @param maximumBody bytes of a body
 * @param maximumConnections open connections
 * @param maximumConcurrent requests worked on at once
 * @param idleTimeout after which a silent connection is closed
 * @param readTimeout for which a started request may stay silent
 */
public record ApiSettings(
    String host,
    int port,
    Set<String> names,
    boolean openReading,
    AccessSettings access,
    int maximumRequestLine,
    int maximumHeaders,
    int maximumBody,
    int maximumConnections,
    int maximumConcurrent,
    Duration idleTimeout,
    Duration readTimeout) {

  public static final Setting<String> HOST =
      Setting.text(
          "isotrail.api.host",
          "127.0.0.1",
          "Address to listen on; any but a loopback address also needs isotrail.api.tokens.file (or"
              + " isotrail.api.tokens), or isotrail.api.open-reading.");

  public static final Setting<Integer> PORT =
      Setting.integer(
          "isotrail.api.port", 8080, 0, 65_535, "Port to listen on; 0 takes any free one.");

  public static final Setting<Set<String>> NAMES =
      new Setting<>(
          "isotrail.api.names",
          "list of host names",
          "",
          false,
          "Names under which this server is called, by comma. Requests whose Host header names"
              + " another are refused with 421, which defeats DNS rebinding; loopback names and"
              + " literal addresses are always accepted.",
          ApiSettings::names);

  public static final Setting<Boolean> OPEN_READING =
      Setting.flag(
          "isotrail.api.open-reading",
          false,
          "Whether everybody who can reach an address beyond loopback may read without a token."
              + " Without it reading there needs a token of any role, and a server that has no"
              + " tokens refuses to start on such an address. Writing always needs a token.");

  public static final Setting<Long> MAXIMUM_REQUEST_LINE =
      Setting.bytes(
          "isotrail.api.maximum-request-line",
          "8KiB",
          256,
          1 << 20,
          "Bytes of a request's method, path and query; longer ones are refused with 400.");

  public static final Setting<Long> MAXIMUM_HEADERS =
      Setting.bytes(
          "isotrail.api.maximum-headers",
          "16KiB",
          1 << 10,
          1 << 20,
          "Bytes of a request's headers; larger ones are refused with 400.");

  public static final Setting<Long> MAXIMUM_BODY =
      Setting.bytes(
          "isotrail.api.maximum-body",
          "1MiB",
          1 << 10,
          1 << 26,
          "Bytes of a request's body, which is held in memory; larger ones are refused with 413.");

  public static final Setting<Integer> MAXIMUM_CONNECTIONS =
      Setting.integer(
          "isotrail.api.maximum-connections",
          256,
          1,
          65_536,
          "Open connections; further ones wait to be accepted.");

  public static final Setting<Integer> MAXIMUM_CONCURRENT =
      Setting.integer(
          "isotrail.api.maximum-concurrent",
          32,
          1,
          4_096,
          "Requests worked on at once; further ones are refused with 503.");

  public static final Setting<Duration> IDLE_TIMEOUT =
      Setting.duration(
          "isotrail.api.idle-timeout", "60s", "After which a silent connection is closed.");

  public static final Setting<Duration> READ_TIMEOUT =
      Setting.duration(
          "isotrail.api.read-timeout",
          "30s",
          "For which a client may stay silent within a request before the connection is closed.");

  /** All of them, in the order of the reference page. */
  public static final List<Setting<?>> ALL =
      Stream.of(
              List.of(HOST, PORT, NAMES, OPEN_READING),
              AccessSettings.ALL,
              List.of(
                  MAXIMUM_REQUEST_LINE,
                  MAXIMUM_HEADERS,
                  MAXIMUM_BODY,
                  MAXIMUM_CONNECTIONS,
                  MAXIMUM_CONCURRENT,
                  IDLE_TIMEOUT,
                  READ_TIMEOUT))
          .<Setting<?>>flatMap(List::stream)
          .toList();

  public ApiSettings {
    names = Set.copyOf(names);
    if (access.tokens().isEmpty() && !openReading && !isLoopback(host)) {
      throw new SettingsException(
          HOST.key()
              + ": "
              + host
              + " is reachable from other machines, and there are no tokens to read with; listen on"
              + " 127.0.0.1, or name a file with tokens in "
              + AccessSettings.TOKENS_FILE.key()
              + ", or set "
              + OPEN_READING.key()
              + "=true where only trusted machines reach this address");
    }
    requirePositive(IDLE_TIMEOUT, idleTimeout);
    requirePositive(READ_TIMEOUT, readTimeout);
  }

  public static ApiSettings from(Settings settings) {
    return new ApiSettings(
        settings.get(HOST),
        settings.get(PORT),
        settings.get(NAMES),
        settings.get(OPEN_READING),
        AccessSettings.from(settings),
        Math.toIntExact(settings.get(MAXIMUM_REQUEST_LINE)),
        Math.toIntExact(settings.get(MAXIMUM_HEADERS)),
        Math.toIntExact(settings.get(MAXIMUM_BODY)),
        settings.get(MAXIMUM_CONNECTIONS),
        settings.get(MAXIMUM_CONCURRENT),
        settings.get(IDLE_TIMEOUT),
        settings.get(READ_TIMEOUT));
  }

  /** Whether a read needs no token. */
  boolean readsWithoutToken() {
    return openReading || isLoopback(host);
  }

  private static Set<String> names(String text) {
    return Stream.of(text.split(","))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new SettingsException(HOST.key() + ": '" + host + "' is no address of this machine", e);
    }
  }

  private static void requirePositive(Setting<?> setting, Duration duration) {
    if (!duration.isPositive() || duration.compareTo(Duration.ofDays(1)) > 0) {
      throw new SettingsException(
          setting.key() + ": must be longer than nothing and at most 1d, and is " + duration);
    }
  }
}
