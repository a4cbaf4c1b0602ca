package io.isotrail.ingest.archive;

import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.FetchException.Kind;

/** Tries again what may pass. */
final class Patience {

  private Patience() {}

  /** Something that a store is asked for. */
  @FunctionalInterface
  interface Request<R> {
    R send() throws FetchException;
  }

  static <R> R with(Backoff backoff, Request<R> request)
      throws FetchException, InterruptedException {
    for (int attempt = 1; ; ) {
      try {
        return request.send();
      } catch (FetchException e) {
        // A permission does not come within seconds.
        boolean passes = e.kind() == Kind.THROTTLED || e.kind() == Kind.UNAVAILABLE;
        if (!passes || attempt >= backoff.attempts()) {
          throw e;
        }
      }
      Thread.sleep(backoff.before(++attempt));
    }
  }
}
