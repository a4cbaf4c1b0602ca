package io.isotrail.schemas.registry;

import io.isotrail.schemas.registry.RegistryRefusedException.Reason;
import io.isotrail.schemas.registry.SchemaRegistry.Registered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * The subjects, versions and ids of a registry without a server, with the rules of Confluent's: ids
 * count from 1, one schema has one id in all subjects, and a new version must be able to read what
 * the latest one wrote (BACKWARD). Not safe for several threads.
 */
final class SchemaIndex {

  private final Map<Integer, Schema> byId = new HashMap<>();
  private final Map<Schema, Integer> ids = new HashMap<>();
  private final Map<String, List<Registered>> subjects = new HashMap<>();

  Optional<Schema> byId(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<Registered> find(String subject, Schema schema) {
    return subjects.getOrDefault(subject, List.of()).stream()
        .filter(registered -> registered.schema().equals(schema))
        .findFirst();
  }

  Optional<Registered> latest(String subject) {
    List<Registered> versions = subjects.getOrDefault(subject, List.of());
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
  }

  /**
   * What registering a schema that {@link #find} does not know would give.
   *
   * @throws RegistryRefusedException when readers with the schema could not read the latest version
   */
  Registered next(String subject, Schema schema) {
    latest(subject).ifPresent(latest -> requireCompatible(subject, latest, schema));
    int version = subjects.getOrDefault(subject, List.of()).size() + 1;
    return new Registered(ids.getOrDefault(schema, byId.size() + 1), version, schema);
  }

  void add(String subject, Registered registered) {
    byId.put(registered.id(), registered.schema());
    ids.putIfAbsent(registered.schema(), registered.id());
    subjects.computeIfAbsent(subject, any -> new ArrayList<>()).add(registered);
  }

  private static void requireCompatible(String subject, Registered latest, Schema schema) {
    var verdict = SchemaCompatibility.checkReaderWriterCompatibility(schema, latest.schema());
    if (verdict.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw new RegistryRefusedException(
          Reason.INCOMPATIBLE,
          "the schema "
              + schema.getFullName()
              + " cannot read version "
              + latest.version()
              + " of subject "
              + subject
              + ": "
              + verdict.getResult().getIncompatibilities()
              + "; give new fields a default, and neither rename fields nor change their types");
    }
  }

  static RegistryRefusedException unknownId(int id, String where) {
    return new RegistryRefusedException(
        Reason.UNKNOWN_ID,
        "no schema has id "
            + id
            + " in "
            + where
            + "; the record was written with another registry, or the registry has lost its"
            + " content");
  }

  static RegistryRefusedException notRegistered(String subject, String where) {
    return new RegistryRefusedException(
        Reason.NOT_REGISTERED,
        "subject "
            + subject
            + " or this schema in it is not registered in "
            + where
            + "; register it, or set auto.register.schemas=true");
  }
}
