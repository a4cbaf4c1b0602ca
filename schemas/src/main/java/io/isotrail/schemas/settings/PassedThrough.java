package io.isotrail.schemas.settings;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Keys that are not ours: Kafka's under {@code kafka.}, and those of Confluent's serde and Schema
 * Registry client (7.9), of which some have no prefix of their own. They are handed on unchecked.
 */
final class PassedThrough {

  /** Everything under these prefixes. */
  static final List<String> PREFIXES = List.of("kafka.", "schema.registry.");

  /** Confluent's keys without a prefix. */
  static final Set<String> KEYS =
      Set.of(
          "auto.register.schemas",
          "avro.reflection.allow.null",
          "avro.remove.java.properties",
          "avro.use.logical.type.converters",
          "basic.auth.credentials.source",
          "basic.auth.user.info",
          "bearer.auth.cache.expiry.buffer.seconds",
          "bearer.auth.client.id",
          "bearer.auth.client.secret",
          "bearer.auth.credentials.source",
          "bearer.auth.custom.provider.class",
          "bearer.auth.identity.pool.id",
          "bearer.auth.issuer.endpoint.url",
          "bearer.auth.logical.cluster",
          "bearer.auth.scope",
          "bearer.auth.scope.claim.name",
          "bearer.auth.sub.claim.name",
          "bearer.auth.token",
          "context.name.strategy",
          "http.connect.timeout.ms",
          "http.read.timeout.ms",
          "id.compatibility.strict",
          "key.subject.name.strategy",
          "latest.cache.size",
          "latest.cache.ttl.sec",
          "latest.compatibility.strict",
          "max.retries",
          "max.schemas.per.subject",
          "missing.cache.size",
          "missing.id.cache.ttl.sec",
          "missing.schema.cache.ttl.sec",
          "missing.version.cache.ttl.sec",
          "normalize.schemas",
          "propagate.schema.tags",
          "proxy.host",
          "proxy.port",
          "retries.max.wait.ms",
          "retries.wait.ms",
          "schema.format",
          "schema.reflection",
          "specific.avro.reader",
          "use.latest.version",
          "use.latest.with.metadata",
          "use.schema.id",
          "value.subject.name.strategy");

  private PassedThrough() {}

  static boolean contains(String key) {
    return KEYS.contains(key) || PREFIXES.stream().anyMatch(key::startsWith);
  }

  /** Whether it is one of Confluent's. */
  static boolean isOfConfluent(String key) {
    return KEYS.contains(key) || key.startsWith("schema.registry.");
  }

  /** Whether the value of a foreign key must not be shown. */
  static boolean soundsSecret(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return lower.contains("password")
        || lower.contains("secret")
        || lower.contains("token")
        || lower.contains("jaas")
        || lower.endsWith("user.info")
        || (lower.contains("credential") && !lower.endsWith("credentials.source"))
        || lower.endsWith("ssl.key")
        || lower.endsWith(".keystore.key")
        || lower.contains("authorization")
        || lower.contains("passphrase");
  }
}
