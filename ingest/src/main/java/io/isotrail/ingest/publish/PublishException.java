package io.isotrail.ingest.publish;

/** Kafka or the schema registry did not take it. Nothing is lost: it will be tried again. */
public final class PublishException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PublishException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message, never null. */
  public String explanation() {
    return String.valueOf(getMessage());
  }
}
