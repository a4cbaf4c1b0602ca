package io.isotrail.ingest.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.ingest.read.scan.FoundRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * First and last event time by account and region. Records of one file nearly always come from one
 * account and region, so the last place is compared first, without allocating.
 */
final class Spans {

  /** More places than an organisation has; the records of further ones do not count here. */
  private static final int MOST_PLACES = 20_000;

  private static final int MOST_CHARACTERS = 64;

  private final Map<String, Place> places = new HashMap<>();
  private final char[] account = new char[MOST_CHARACTERS];
  private final char[] region = new char[MOST_CHARACTERS];
  private int accountLength;
  private int regionLength;
  private Place last = new Place("", "");

  private final EventTime.Days days = new EventTime.Days();

  private static final class Place {
    final String account;
    final String region;

    /** As they stand in a text of JSON; null when they cannot stand there as they are. */
    private final @Nullable ShortText accountText;

    private final @Nullable ShortText regionText;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    Place(String account, String region) {
      this.account = account;
      this.region = region;
      this.accountText = quoted(account);
      this.regionText = quoted(region);
    }

    private static @Nullable ShortText quoted(String text) {
      return text.chars().allMatch(it -> it >= ' ' && it < 0x7f && it != '"' && it != '\\')
          ? new ShortText(('"' + text + '"').getBytes(UTF_8))
          : null;
    }

    /** Whether the values at these positions are certainly this place's. */
    boolean isAt(byte[] text, FoundRecord record) {
      return regionText != null
          && regionText.isAt(text, record.region(), record.to())
          && (record.account() < 0
              ? account.isEmpty()
              : accountText != null && accountText.isAt(text, record.account(), record.to()));
    }
  }

  /**
   * Notes a record of which only the shape is known.
   *
   * @return false, with nothing noted, when its values are not of the simple form that CloudTrail
   *     writes and must be parsed
   */
  boolean note(byte[] text, FoundRecord record) {
    long at = EventTime.UNREADABLE;
    if (record.eventTime() >= 0) {
      if (record.to() - record.eventTime() < 22) {
        return false;
      }
      at = days.parseQuoted(text, record.eventTime() + 1);
      if (at == EventTime.UNREADABLE) {
        return false;
      }
    }
    if (record.region() >= 0 && last.isAt(text, record)) {
      noteLast(at);
      return true;
    }
    accountLength = take(text, record.account(), record.to(), account);
    regionLength = take(text, record.region(), record.to(), region);
    if (accountLength < 0 || regionLength < 0) {
      return false;
    }
    endRecord(at);
    return true;
  }

  /** Number of characters of a simple text; 0 when there is none, -1 when it is not simple. */
  private static int take(byte[] text, int quote, int to, char[] into) {
    if (quote < 0) {
      return 0;
    }
    for (int i = 0; i <= into.length && quote + 1 + i < to; i++) {
      byte character = text[quote + 1 + i];
      if (character == '"') {
        return i;
      }
      if (character < ' ' || character == '\\' || i == into.length) {
        return -1;
      }
      into[i] = (char) character;
    }
    return -1;
  }

  void startRecord() {
    accountLength = 0;
    regionLength = 0;
  }

  void account(char[] text, int from, int length) {
    accountLength = take(text, from, length, account);
  }

  void region(char[] text, int from, int length) {
    regionLength = take(text, from, length, region);
  }

  private static int take(char[] text, int from, int length, char[] into) {
    if (length > MOST_CHARACTERS) {
      return 0;
    }
    System.arraycopy(text, from, into, 0, length);
    return length;
  }

  /** The record that was started ends here. */
  void endRecord(long at) {
    if (at == EventTime.UNREADABLE || regionLength == 0) {
      return;
    }
    if (!same(last.account, account, accountLength) || !same(last.region, region, regionLength)) {
      String accountText = new String(account, 0, accountLength);
      String regionText = new String(region, 0, regionLength);
      String name = accountText + '/' + regionText;
      Place place = places.get(name);
      if (place == null) {
        if (places.size() == MOST_PLACES) {
          return;
        }
        place = new Place(accountText, regionText);
        places.put(name, place);
      }
      last = place;
    }
    noteLast(at);
  }

  private void noteLast(long at) {
    if (at != EventTime.UNREADABLE) {
      last.first = Math.min(last.first, at);
      last.last = Math.max(last.last, at);
    }
  }

  private static boolean same(String text, char[] other, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != other[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether records of more than one account and region were noted. */
  boolean several() {
    return places.size() > 1;
  }

  List<ReadResult.Span> all() {
    List<ReadResult.Span> all = new ArrayList<>(places.size());
    for (Place place : places.values()) {
      all.add(new ReadResult.Span(place.account, place.region, place.first, place.last));
    }
    return all;
  }
}
