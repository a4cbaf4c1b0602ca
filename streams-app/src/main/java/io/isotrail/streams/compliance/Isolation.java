package io.isotrail.streams.compliance;

/** Network isolation as far as it is known. */
public enum Isolation {
  ISOLATED,
  NOT_ISOLATED,
  UNKNOWN
}
