package io.isotrail.schemas.serde;

import io.isotrail.schemas.topic.Topics;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Tells Avro that the classes of our topics' values, those for which a serde is asked, and no
 * others, may be made from bytes. Since 1.12 Avro refuses every class that is not allowed, by the
 * system property {@code org.apache.avro.SERIALIZABLE_PACKAGES} or in code; in code nobody can
 * forget it. What was allowed before stays allowed.
 */
final class TrustedClasses {

  private static final Set<String> OURS = ConcurrentHashMap.newKeySet();

  static {
    Topics.all().forEach(topic -> trust(topic.valueType()));
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(before, type -> OURS.contains(type.getName())));
  }

  private TrustedClasses() {}

  /** Trusts what our topics hold. Done once, when this class is first used. */
  static void trust() {}

  /** The same for a class of no topic, of what a store holds say, and what it is made of. */
  static void trust(Class<? extends SpecificRecord> type) {
    collect(SpecificData.get().getSchema(type), OURS);
  }

  private static void collect(Schema schema, Set<String> names) {
    switch (schema.getType()) {
      case RECORD -> {
        if (names.add(SpecificData.getClassName(schema))) {
          schema.getFields().forEach(field -> collect(field.schema(), names));
        }
      }
      case ENUM, FIXED -> names.add(SpecificData.getClassName(schema));
      case ARRAY -> collect(schema.getElementType(), names);
      case MAP -> collect(schema.getValueType(), names);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, names));
      case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
    }
  }
}
