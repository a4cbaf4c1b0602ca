package io.isotrail.app.command;

import io.isotrail.app.pipeline.Shutdown;
import java.util.Optional;

/** A command cannot do what it was asked to; the message is all that people need. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }

  /**
   * Ends the process with {@link ExitCode#FAILED} once nothing is judged any more, so that whoever
   * watches it starts it anew.
   *
   * @param stopped why; empty while something is judged
   */
  static void throwWhenStopped(Optional<String> stopped, Shutdown shutdown) {
    // Told to end, it stops as well.
    if (stopped.isPresent() && !shutdown.told()) {
      throw new CommandException("nothing is judged any more: " + stopped.get());
    }
  }
}
