package io.isotrail.ingest.settle;

import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.telemetry.Noticed;
import java.util.function.Function;

/**
 * A notice that has not ended.
 *
 * @param delivery what it is settled with
 * @param name by which people recognise it
 * @param noticed its place in the ledger
 * @param since when work on it began, of {@link System#nanoTime}
 * @param poison writes its letter, from a message, should it fail in every delivery
 */
public record OpenNotice(
    OpenDelivery delivery,
    String name,
    Noticed noticed,
    long since,
    Function<String, DeadLetter> poison) {}
