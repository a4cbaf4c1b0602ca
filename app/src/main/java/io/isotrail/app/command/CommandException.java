package io.isotrail.app.command;

/** A command cannot do what it was asked to; the message is all that people need. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }
}
