package io.isotrail.schemas.topic;

/** The topics cannot be used as they are; the message names the culprit and the mend. */
public final class TopicException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TopicException(String message) {
    super(message);
  }

  public TopicException(String message, Throwable cause) {
    super(message, cause);
  }
}
