package io.isotrail.ingest.letters;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a letter lies in its topic, written {@code PARTITION@OFFSET}. */
public record LetterId(int partition, long offset) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

  /**
   * Reads {@code PARTITION@OFFSET}.
   *
   * @throws IllegalArgumentException saying what is accepted
   */
  public static LetterId parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the id of a dead letter is needed, PARTITION@OFFSET as list shows it, such as 0@17");
    }
    return new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
