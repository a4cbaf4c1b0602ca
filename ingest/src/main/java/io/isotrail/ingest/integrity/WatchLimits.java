package io.isotrail.ingest.integrity;

import java.time.Duration;

/**
 * Bounds of a watch.
 *
 * @param digestBytes most inflated bytes of a digest
 * @param logBytes most inflated bytes of a log
 * @param waiting digests that may wait; more are left out and counted
 * @param findings findings that are kept for each trail; more are only counted
 * @param spans times apart that are kept as covered for each trail
 * @param grace how long a digest waits for the logs that it names
 * @param recheck pause between two looks at what is wrong
 * @param atOnce logs that are read at once
 * @param heals logs that only a digest names are handed on to be read, and the digest's time counts
 *     as covered only when all of them have ended: a crash before that repeats it
 */
public record WatchLimits(
    long digestBytes,
    long logBytes,
    int waiting,
    int findings,
    int spans,
    Duration grace,
    Duration recheck,
    int atOnce,
    boolean heals) {}
