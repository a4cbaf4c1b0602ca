package io.isotrail.ingest.integrity;

import java.time.Instant;

/** One thing that verifying found, valid or not. */
public sealed interface Result {

  /** The chain in which it was found. */
  Chain chain();

  /**
   * A digest that CloudTrail signed and that lies in its place.
   *
   * @param from begin of the time that it covers
   * @param to end of that time
   */
  record ValidDigest(Chain chain, ObjectName digest, Instant from, Instant to)
      implements Result {}

  /**
   * A digest that is there and not to be trusted. What it names is not looked at.
   *
   * @param detail more than the fault says; may be empty
   */
  record InvalidDigest(Chain chain, ObjectName digest, Fault fault, String detail)
      implements Result {}

  /**
   * A digest that a valid one names and that is not there.
   *
   * @param namedBy the digest that names it
   */
  record MissingDigest(Chain chain, ObjectName digest, ObjectName namedBy) implements Result {}

  /** A time in which nothing can be proven, and no missing digest is known by its name. */
  record Gap(Chain chain, Instant from, Instant to, Cause cause) implements Result {

    /** Why. */
    public enum Cause {
      /** CloudTrail began a new chain: logging or validation was off. */
      STARTED_ANEW,
      /** Digests of this time are not there, although an older one is. */
      DIGESTS_MISSING,
      /** There is no digest after it. */
      ENDED
    }
  }

  /** A log as CloudTrail delivered it. */
  record ValidLog(Chain chain, ObjectName log) implements Result {}

  /**
   * A log that is there and not as it was delivered.
   *
   * @param digest the digest that names it
   * @param detail more than the fault says; may be empty
   */
  record InvalidLog(Chain chain, ObjectName log, ObjectName digest, Fault fault, String detail)
      implements Result {}

  /** A log that a valid digest names and that is not there. */
  record MissingLog(Chain chain, ObjectName log, ObjectName digest) implements Result {}

  /**
   * Neither valid nor invalid: it or what is needed to judge it could not be had.
   *
   * @param reason why, and what to do
   */
  record Unproven(Chain chain, ObjectName object, String reason) implements Result {}
}
