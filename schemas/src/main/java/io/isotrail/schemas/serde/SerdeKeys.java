package io.isotrail.schemas.serde;

import io.isotrail.schemas.settings.SettingsException;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassUtils;

/**
 * What Confluent's keys say about the serde itself.
 *
 * @param isKey whether it is for record keys, which are in the subject {@code TOPIC-key}
 * @param autoRegister {@code auto.register.schemas}
 * @param useLatest {@code use.latest.version}; only without autoRegister, as Confluent's does
 * @param valueType the type expected; empty: the one that the writer's schema names
 */
record SerdeKeys(
    boolean isKey, boolean autoRegister, boolean useLatest, Optional<Class<?>> valueType) {

  static final String SPECIFIC_READER = "specific.avro.reader";
  static final String VALUE_TYPE = "specific.avro.value.type";
  private static final String KEY_TYPE = "specific.avro.key.type";

  /** Keys whose only accepted value is Confluent's default, because they change the bytes. */
  private static final Map<String, String> ONLY_DEFAULT =
      Map.of(
          "use.schema.id", "-1",
          "use.latest.with.metadata", "",
          "schema.reflection", "false",
          "avro.reflection.allow.null", "false",
          "avro.use.logical.type.converters", "false",
          "avro.remove.java.properties", "false");

  static SerdeKeys from(Map<String, ?> configs, boolean isKey) {
    ONLY_DEFAULT.forEach(
        (key, fallback) -> {
          Object given = configs.get(key);
          if (given != null && !given.toString().strip().equals(fallback)) {
            throw onlyConfluent(key);
          }
        });
    String strategy = isKey ? "key.subject.name.strategy" : "value.subject.name.strategy";
    Object given = configs.get(strategy);
    if (given != null && !nameOf(given).endsWith(".TopicNameStrategy")) {
      throw onlyConfluent(strategy);
    }
    return new SerdeKeys(
        isKey,
        flag(configs, "auto.register.schemas", true),
        flag(configs, "use.latest.version", false),
        Optional.ofNullable(configs.get(isKey ? KEY_TYPE : VALUE_TYPE)).map(SerdeKeys::type));
  }

  /** Confluent's TopicNameStrategy. */
  String subject(String topic) {
    return topic + (isKey ? "-key" : "-value");
  }

  private static boolean flag(Map<String, ?> configs, String key, boolean fallback) {
    Object given = configs.get(key);
    return switch (given == null ? "" : given.toString().strip()) {
      case "" -> fallback;
      case "true" -> true;
      case "false" -> false;
      default -> throw new SettingsException(key + ": true or false is needed");
    };
  }

  private static Class<?> type(Object given) {
    try {
      Class<?> type =
          given instanceof Class<?> already ? already : ClassUtils.forName(given.toString());
      if (SpecificRecord.class.isAssignableFrom(type)) {
        SpecificData.get().getSchema(type);
        return type;
      }
    } catch (ClassNotFoundException | SecurityException e) {
      throw notGenerated(given, e);
    }
    throw notGenerated(given, null);
  }

  private static SettingsException notGenerated(
      Object given, @org.jspecify.annotations.Nullable Throwable cause) {
    String message =
        VALUE_TYPE
            + ": "
            + nameOf(given)
            + " is no class generated from an Avro schema that is"
            + " allowed here";
    return cause == null ? new SettingsException(message) : new SettingsException(message, cause);
  }

  private static String nameOf(Object given) {
    return given instanceof Class<?> type ? type.getName() : given.toString().strip();
  }

  private static SettingsException onlyConfluent(String key) {
    return new SettingsException(
        key
            + ": this value is understood by Confluent's serde only; leave it out, or set"
            + " isotrail.avro.serde to io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde");
  }
}
