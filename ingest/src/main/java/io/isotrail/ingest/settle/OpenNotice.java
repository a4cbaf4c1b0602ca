package io.isotrail.ingest.settle;

import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.telemetry.Noticed;
import java.util.OptionalLong;
import java.util.function.Function;

/** A notice that has not ended. Its failures are told by the one thread that works on it. */
public final class OpenNotice {

  private final OpenDelivery delivery;
  private final String name;
  private final Noticed noticed;
  private final long since;
  private final Function<String, DeadLetter> poison;
  private final Runnable returning;
  private OptionalLong firstFailure = OptionalLong.empty();

  /**
   * @param delivery what it is settled with
   * @param name by which people recognise it
   * @param noticed its place in the ledger
   * @param since when work on it began, of {@link System#nanoTime}
   * @param poison writes its letter, from a message, should it fail in every delivery
   * @param returning told before it ends as returned, so that nobody sees an end without it
   */
  public OpenNotice(
      OpenDelivery delivery,
      String name,
      Noticed noticed,
      long since,
      Function<String, DeadLetter> poison,
      Runnable returning) {
    this.delivery = delivery;
    this.name = name;
    this.noticed = noticed;
    this.since = since;
    this.poison = poison;
    this.returning = returning;
  }

  public OpenDelivery delivery() {
    return delivery;
  }

  public String name() {
    return name;
  }

  public Noticed noticed() {
    return noticed;
  }

  long since() {
    return since;
  }

  DeadLetter poison(String message) {
    return poison.apply(message);
  }

  void returning() {
    returning.run();
  }

  /**
   * An attempt at it failed.
   *
   * @return when the first one did
   */
  long failed(long nanos) {
    long first = firstFailure.orElse(nanos);
    firstFailure = OptionalLong.of(first);
    return first;
  }
}
