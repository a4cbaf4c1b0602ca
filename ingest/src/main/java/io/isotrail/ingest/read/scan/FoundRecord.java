package io.isotrail.ingest.read.scan;

/**
 * What the shape alone tells of one record, in an object that is reused for the next. Positions are
 * in the scanned text; those of values are of their opening quote, -1 when the record has no such
 * text.
 */
public final class FoundRecord {

  int from;
  int to;
  boolean wanted;
  boolean unsure;
  int eventSource;
  int eventTime;
  int region;
  int account;

  void start(int position) {
    from = position;
    wanted = false;
    unsure = false;
    eventSource = -1;
    eventTime = -1;
    region = -1;
    account = -1;
  }

  /** Its opening brace. */
  public int from() {
    return from;
  }

  /** Behind its closing brace. */
  public int to() {
    return to;
  }

  public int length() {
    return to - from;
  }

  /** Its last eventSource, not counting those of nested objects, is a wanted one. */
  public boolean wanted() {
    return wanted;
  }

  /**
   * Only a parser can tell: a name or a value holds escapes that may spell something else, or there
   * is no eventSource that is a text.
   */
  public boolean unsure() {
    return unsure;
  }

  public int eventTime() {
    return eventTime;
  }

  public int region() {
    return region;
  }

  public int account() {
    return account;
  }
}
