package io.isotrail.streams.kpi;

/** A question whose answer would be longer than one answer may be; the message says by what. */
public final class TrendTooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int most;

  TrendTooLargeException(int most, String culprit) {
    super(
        culprit + "; points times (groups + 1) may be " + most + " in one answer",
        null,
        false,
        false);
    this.most = most;
  }

  /** How many sets of KPIs one answer may have. */
  public int most() {
    return most;
  }
}
