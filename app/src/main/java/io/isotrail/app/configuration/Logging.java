package io.isotrail.app.configuration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** How much is logged. The form is in {@code logback.xml}. */
public enum Logging {
  /** A command for people: what they need is printed, so that only warnings of ours are logged. */
  QUIET("ERROR", "WARN"),
  /** A service: what it does, and what its libraries warn of. */
  SERVICE("WARN", "INFO"),
  /** {@code --verbose}. */
  VERBOSE("INFO", "DEBUG");

  private static final List<String> KAFKA = List.of("org.apache.kafka", "kafka");

  private final String libraries;
  private final String own;

  Logging(String libraries, String own) {
    this.libraries = libraries;
    this.own = own;
  }

  /** Puts it into force. */
  public void apply() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      root.setLevel(Level.toLevel(libraries));
      context.getLogger("io.isotrail").setLevel(Level.toLevel(own));
      if (this == QUIET) {
        // What Kafka cannot mend by itself is translated and said; the rest would only frighten.
        KAFKA.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
        withoutStackTraces(root);
      }
    }
  }

  private static void withoutStackTraces(ch.qos.logback.classic.Logger root) {
    if (root.getAppender("ERR") instanceof ConsoleAppender<ILoggingEvent> appender
        && appender.getEncoder() instanceof PatternLayoutEncoder encoder) {
      encoder.stop();
      encoder.setPattern(encoder.getPattern().replaceFirst("%ex\\{\\d+}", "%nopex"));
      encoder.start();
    }
  }
}
