package io.isotrail.streams.rejections;

import java.io.Serial;

/** A report cannot be used. The message says what is accepted and never repeats the content. */
public final class InvalidReportException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final String pointer;
  private final boolean inBody;

  private InvalidReportException(String pointer, boolean inBody, String message) {
    super(message, null, false, false);
    this.pointer = pointer;
    this.inBody = inBody;
  }

  static InvalidReportException at(String pointer, String message) {
    return new InvalidReportException(pointer, true, message);
  }

  static InvalidReportException parameter(String name, String message) {
    return new InvalidReportException(name, false, message);
  }

  /** JSON Pointer to the culprit in the body, or the name of the parameter. */
  public String culprit() {
    return pointer;
  }

  /** Whether the culprit is in the body, and not a parameter. */
  public boolean inBody() {
    return inBody;
  }

  /** What is wrong, for people. */
  public String explanation() {
    return String.valueOf(getMessage());
  }
}
