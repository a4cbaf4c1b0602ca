package io.isotrail.schemas.serde;

import io.isotrail.schemas.registry.RegistryAwayException;
import io.isotrail.schemas.registry.RegistryRefusedException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.OptionalInt;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure to read a record means for that record: the one place that decides whether it is
 * tried again, dead-lettered, or stops the application. It understands our serde's exceptions and
 * Confluent's, which it tells apart by their causes. A failure to write is never the record's
 * alone: of those only {@link #REGISTRY_AWAY} means anything.
 */
public enum SerdeFailure {
  /** These bytes will never be readable: dead-letter them and go on. */
  UNDECODABLE,
  /** The registry did not answer: the record is not at fault, so try again and never skip it. */
  REGISTRY_AWAY,
  /** Wrong credentials, address or configuration, or a bug: stop; somebody must mend it. */
  MISCONFIGURED;

  /** Deep enough for Kafka's wrapping around the serde's, and a bound where causes form a ring. */
  private static final int MOST_CAUSES = 20;

  private static final String REST_CLIENT_EXCEPTION =
      "io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException";

  /** What a failure means; the first cause that tells decides. */
  public static SerdeFailure of(Throwable failure) {
    boolean serialization = false;
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      SerdeFailure told = told(cause);
      if (told != null) {
        return told;
      }
      serialization |= cause instanceof SerializationException;
      cause = cause.getCause();
    }
    return serialization ? UNDECODABLE : MISCONFIGURED;
  }

  private static @Nullable SerdeFailure told(Throwable cause) {
    return switch (cause) {
      case UndecodableBytesException _ -> UNDECODABLE;
      // What Confluent's deserializer throws where bytes end within the header.
      case BufferUnderflowException _ -> UNDECODABLE;
      case RegistryAwayException _ -> REGISTRY_AWAY;
      case RegistryRefusedException _ -> MISCONFIGURED;
      case RetriableException _ -> REGISTRY_AWAY;
      case IOException io when isNetwork(io) -> status(io);
      default -> null;
    };
  }

  /** Avro's own complaints about bytes are IOExceptions too. */
  private static boolean isNetwork(IOException e) {
    return !(e instanceof EOFException
        || e instanceof CharConversionException
        || e.getClass().getName().startsWith("org.apache.avro."));
  }

  private static SerdeFailure status(IOException e) {
    if (!e.getClass().getName().equals(REST_CLIENT_EXCEPTION)) {
      return REGISTRY_AWAY;
    }
    OptionalInt code = errorCode(e);
    if (code.isEmpty()) {
      return MISCONFIGURED;
    }
    int errorCode = code.getAsInt();
    // Three digits of HTTP status, with two more of the registry's own where it gave some.
    int status = errorCode > 999 ? errorCode / 100 : errorCode;
    if (errorCode == 40403) {
      return UNDECODABLE;
    }
    return status == 408 || status == 429 || status >= 500 ? REGISTRY_AWAY : MISCONFIGURED;
  }

  /** By reflection, since Confluent's classes need not be there. */
  private static OptionalInt errorCode(IOException e) {
    try {
      return OptionalInt.of((int) e.getClass().getMethod("getErrorCode").invoke(e));
    } catch (ReflectiveOperationException | ClassCastException other) {
      return OptionalInt.empty();
    }
  }
}
