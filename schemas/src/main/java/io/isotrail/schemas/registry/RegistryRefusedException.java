package io.isotrail.schemas.registry;

import org.apache.kafka.common.KafkaException;

/** The registry answered no; asking again changes nothing until somebody mends the cause. */
public final class RegistryRefusedException extends KafkaException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** No schema has this id. */
    UNKNOWN_ID,
    /** The subject, or this schema in it, is not registered. */
    NOT_REGISTERED,
    /** The schema would break readers of the subject's earlier versions. */
    INCOMPATIBLE,
    /** What the id stands for is no Avro schema that can be read. */
    UNUSABLE_SCHEMA,
    /** Credentials are missing, wrong or not sufficient. */
    UNAUTHORIZED,
    /** The registry has reached a limit of its own. */
    FULL,
    /** Whatever answers there does not behave like a registry. */
    NOT_A_REGISTRY
  }

  private final Reason reason;

  public RegistryRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public RegistryRefusedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
