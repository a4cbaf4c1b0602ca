package io.isotrail.app.command;

/** With what every command ends. */
public enum ExitCode {
  /** It did what it was asked to. */
  DONE(0),
  /** It could not. */
  FAILED(1),
  /** The command line or the configuration cannot be used. */
  USAGE(2),
  /**
   * A violation of the severity given by {@code --fail-on}, or a worse one, is open; or {@code
   * verify} found something invalid or missing.
   */
  FAIL_ON(3),
  /** Something could not be had or is not judged yet, so that the answer may lack it. */
  INCOMPLETE(4),
  /** It was interrupted; set by the Java runtime (128 + SIGINT). */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
