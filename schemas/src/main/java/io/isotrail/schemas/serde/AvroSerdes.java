package io.isotrail.schemas.serde;

import io.isotrail.schemas.settings.Redaction;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.schemas.topic.Topic;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** The door: the serde of a topic's values, of the class that the configuration names. */
public final class AvroSerdes {

  private AvroSerdes() {}

  /**
   * A new serde for the values of a topic. It makes no connection before its first record; the
   * caller closes it.
   *
   * <p>The class named by {@code isotrail.avro.serde} is handed Confluent's own keys as they stand
   * in the settings, with {@code specific.avro.reader=true} and the topic's type as {@code
   * specific.avro.value.type}.
   *
   * @throws SettingsException when the class cannot be found or made, or a key cannot be used
   */
  public static <V extends SpecificRecord> Serde<V> forValue(Topic<V> topic, Settings settings) {
    TrustedClasses.trust(topic.valueType());
    Serde<V> serde = make(AvroSettings.from(settings).serde());
    Map<String, Object> configs = new TreeMap<>(settings.ofConfluent());
    configs.put(SerdeKeys.SPECIFIC_READER, "true");
    configs.put(SerdeKeys.VALUE_TYPE, topic.valueType().getName());
    try {
      serde.configure(configs, false);
    } catch (SettingsException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SettingsException(
          serde.getClass().getName()
              + " refuses its configuration (schema.registry.* and Confluent's other keys): "
              + Redaction.of(e.getMessage()),
          e);
    }
    return serde;
  }

  // Whatever class is configured promises to be a serde of specific records.
  @SuppressWarnings("unchecked")
  private static <V extends SpecificRecord> Serde<V> make(String className) {
    Object made;
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Class<?> chosen =
          Class.forName(
              className, true, loader == null ? AvroSerdes.class.getClassLoader() : loader);
      made = chosen.getConstructor().newInstance();
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      throw new SettingsException(
          AvroSettings.SERDE.key()
              + ": class "
              + className
              + " or one that it needs is not on the class path; Confluent's classes are there"
              + " only in a build with the Maven profile confluent (docs/schema-registry.md)",
          e);
    } catch (ReflectiveOperationException e) {
      throw new SettingsException(
          AvroSettings.SERDE.key()
              + ": class "
              + className
              + " cannot be made; it needs a public constructor without parameters",
          e);
    }
    if (made instanceof Serde<?> serde) {
      return (Serde<V>) serde;
    }
    throw new SettingsException(
        AvroSettings.SERDE.key() + ": class " + className + " is no Kafka Serde");
  }
}
