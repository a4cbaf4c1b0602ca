package io.isotrail.streams.compliance;

/** The verdict on a resource at an instant. */
public enum Status {
  COMPLIANT,
  VIOLATION,
  EXEMPT,
  UNDETERMINED,
  OUT_OF_SCOPE,
  GONE
}
