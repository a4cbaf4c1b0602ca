package io.isotrail.app.simulate.batch;

import io.isotrail.app.simulate.batch.Deployments.Call;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time in which an endpoint serves one model.
 *
 * @param endpoint its name, in lower case
 * @param from epoch seconds
 * @param to epoch seconds, exclusive; null when it still does
 * @param next what the endpoint does from {@code to} on; empty when it was deleted, or still serves
 */
record Serving(String endpoint, ModelKey model, long from, @Nullable Long to, Optional<Call> next) {

  boolean holdsAt(long instant) {
    return from <= instant && (to == null || instant < to);
  }
}
