package io.isotrail.schemas.registry;

import java.util.Map;
import org.apache.avro.Schema;

/**
 * Which schema an id stands for, and which id a schema has. Safe for many threads at once.
 *
 * <p>Every operation throws {@link RegistryAwayException} when the registry cannot answer now (try
 * again later: nothing is wrong with the record) and {@link RegistryRefusedException} when it
 * answered no (trying again changes nothing).
 */
public sealed interface SchemaRegistry extends AutoCloseable
    permits CachingRegistry, FileRegistry, HttpRegistry, MemoryRegistry {

  /**
   * One version of a subject.
   *
   * @param id the id that stands in front of each record's bytes
   * @param version counts from 1 within the subject
   * @param schema the schema
   */
  record Registered(int id, int version, Schema schema) {}

  /**
   * Opens the registry that {@code schema.registry.url} names. No connection is made before the
   * first operation.
   *
   * <ul>
   *   <li>{@code http://host:port} or {@code https://...}, several separated by commas: a registry
   *       with Confluent's REST API
   *   <li>{@code file:PATH}: ids kept in a file, which survive the process
   *   <li>{@code memory://NAME}: ids kept in this process, shared by all who give the same name
   * </ul>
   *
   * @param configs Confluent's own keys, with or without the prefix {@code schema.registry.}
   * @throws io.isotrail.schemas.settings.SettingsException when a key cannot be used
   */
  static SchemaRegistry open(Map<String, ?> configs) {
    return RegistryOpening.open(configs);
  }

  /**
   * The id of the schema in this subject; registers it as a new version when it is not known there.
   */
  int register(String subject, Schema schema);

  /** The id of the schema in this subject, where it must be known already. */
  int lookUp(String subject, Schema schema);

  /** The latest version of the subject. */
  Registered latest(String subject);

  /** The schema with this id. */
  Schema byId(int id);

  /** Asks for something small, to tell whether the next operation would likely succeed. */
  void check();

  /** Frees connections; never throws. */
  @Override
  void close();
}
