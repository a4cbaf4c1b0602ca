package io.isotrail.ingest.read.scan;

/**
 * What the shape alone tells of one record, in an object that is reused for the next. Positions are
 * in the scanned text; those of values are of their opening quote, -1 when the record has no such
 * text.
 */
public final class FoundRecord {

  int from;
  int to;
  boolean suspect;
  boolean looked;
  int eventTime;
  int region;
  int account;

  void start(int position) {
    from = position;
    suspect = false;
    looked = false;
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

  /**
   * It may be a wanted one, which a parser must tell: a wanted eventSource stands in it, be it in a
   * nested object, or an escape that may spell a name or a source. All others are none.
   */
  public boolean suspect() {
    return suspect;
  }

  /** Its time, region and account were looked for, from its beginning to its end. */
  public boolean looked() {
    return looked;
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
