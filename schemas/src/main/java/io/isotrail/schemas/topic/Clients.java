package io.isotrail.schemas.topic;

import io.isotrail.schemas.settings.Settings;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;

/** What every Kafka client of Isotrail is configured with before it adds its own. */
public final class Clients {

  /** Where the embedded broker listens. */
  public static final String DEFAULT_BOOTSTRAP_SERVERS = "127.0.0.1:19092";

  private static final String PREFIX = "kafka.";

  private Clients() {}

  /**
   * All settings under {@code kafka.}, without that prefix: {@code kafka.security.protocol} is
   * handed to the client as {@code security.protocol}.
   *
   * @return a map of its own that the caller may add to; {@code bootstrap.servers} is always there
   */
  public static Map<String, Object> base(Settings settings) {
    Map<String, Object> base = new TreeMap<>(settings.under(PREFIX));
    base.putIfAbsent(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP_SERVERS);
    return base;
  }
}
