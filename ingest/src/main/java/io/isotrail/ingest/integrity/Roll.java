package io.isotrail.ingest.integrity;

import java.util.Map;

/**
 * The logs of one digest, each accounted for:
 *
 * <pre>named = read + told + healed + read again + checked + invalid + missing + unproven</pre>
 *
 * @param digest the digest, which is valid
 * @param named how many logs it names
 * @param fates how many met each fate; what none met is left out
 */
public record Roll(Chain chain, ObjectName digest, int named, Map<Fate, Integer> fates) {

  public Roll {
    fates = Map.copyOf(fates);
    int accounted = fates.values().stream().mapToInt(Integer::intValue).sum();
    if (accounted != named) {
      throw new IllegalArgumentException(
          "%s names %d logs, and %d are accounted for: %s"
              .formatted(digest, named, accounted, fates));
    }
  }

  /** How many met this fate. */
  public int of(Fate fate) {
    return fates.getOrDefault(fate, 0);
  }
}
