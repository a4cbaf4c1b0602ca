package io.isotrail.streams;

import io.isotrail.streams.governance.GovernanceAwayException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures that pass: something is away that comes back. */
final class Passing {

  private static final Logger LOG = LoggerFactory.getLogger(Passing.class);

  private Passing() {}

  /**
   * Whether it, or what caused it, may go well when it is done again. What is forbidden stays so.
   */
  static boolean is(Throwable failure) {
    boolean passing = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
        return false;
      }
      passing |=
          cause instanceof RetriableException
              || cause instanceof IOException
              || cause instanceof TimeoutException
              // Of two that publish at once Kafka may tell one that it failed unexpectedly, instead
              // of that it came second (EndTxn beside InitProducerId, seen with 4.x).
              || (cause instanceof GovernanceAwayException away && away.isUnconfirmed());
    }
    return passing;
  }

  /**
   * Does it again from its beginning while its failures pass: a broker that restarts in the middle
   * of a start must not end the start.
   *
   * @param longest since the first try; a failure after that is thrown
   * @param pause before each further try
   */
  static void outlast(Duration longest, Duration pause, Runnable steps) {
    long begun = System.nanoTime();
    while (true) {
      try {
        steps.run();
        return;
      } catch (RuntimeException e) {
        if (!is(e) || System.nanoTime() - begun > longest.toNanos()) {
          throw e;
        }
        LOG.atWarn()
            .addKeyValue("reason", e.getMessage())
            .log("the start failed for a passing reason and begins again");
        try {
          Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }
}
