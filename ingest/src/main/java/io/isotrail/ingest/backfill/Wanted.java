package io.isotrail.ingest.backfill;

import io.isotrail.ingest.feed.DeliveryDays;
import java.util.Set;

/**
 * Which part of the past is wanted.
 *
 * @param accounts account ids; empty wants every one
 * @param regions region codes; empty wants every one
 * @param days days of delivery, by the date in the path
 */
public record Wanted(Set<String> accounts, Set<String> regions, DeliveryDays days) {

  public Wanted {
    accounts = Set.copyOf(accounts);
    regions = Set.copyOf(regions);
    requireAll(accounts, "\\d{12}", "account id of twelve digits");
    requireAll(regions, "[a-z][a-z0-9-]{1,39}", "region such as eu-central-1");
  }

  private static void requireAll(Set<String> texts, String pattern, String what) {
    for (String text : texts) {
      if (!text.matches(pattern)) {
        throw new IllegalArgumentException("'" + text + "' is no " + what);
      }
    }
  }

  boolean account(String account) {
    return accounts.isEmpty() || accounts.contains(account);
  }

  boolean region(String region) {
    return regions.isEmpty() || regions.contains(region);
  }
}
