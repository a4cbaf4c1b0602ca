package io.isotrail.app.conservation;

/** What may happen to one request on its way. */
enum Fault {
  NONE,
  /** The service says that it is too much: 503. */
  SLOW_DOWN,
  /** The service fails: 500. */
  FAILED,
  /** The connection is gone before the service has heard of it. */
  RESET,
  /** The service did it, and nobody hears the answer. */
  LOST,
  /** The answer ends in the middle. */
  CUT,
  /** The answer comes late, and by and by. */
  SLOW,
  /** A batch of deletions of which the second half is said to have failed. */
  PARTIAL
}
