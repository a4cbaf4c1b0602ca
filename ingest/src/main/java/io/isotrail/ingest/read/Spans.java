package io.isotrail.ingest.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  private static final class Place {
    final String account;
    final String region;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    Place(String account, String region) {
      this.account = account;
      this.region = region;
    }
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
    last.first = Math.min(last.first, at);
    last.last = Math.max(last.last, at);
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

  List<ReadResult.Span> all() {
    List<ReadResult.Span> all = new ArrayList<>(places.size());
    for (Place place : places.values()) {
      all.add(new ReadResult.Span(place.account, place.region, place.first, place.last));
    }
    return all;
  }
}
