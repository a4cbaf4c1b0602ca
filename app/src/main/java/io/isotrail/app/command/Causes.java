package io.isotrail.app.command;

/** The chain of an unexpected exception's causes as one line. */
final class Causes {

  private static final int MOST = 4;

  private Causes() {}

  static String text(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    String last = "";
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MOST; cause = cause.getCause(), i++) {
      String message =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      // Wrapping exceptions often repeat what they wrap.
      if (!last.contains(message)) {
        text.append(i == 0 ? "" : "; because: ").append(message);
        last = message;
      }
    }
    return text.toString();
  }
}
