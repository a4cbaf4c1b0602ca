package io.isotrail.ingest.telemetry;

import java.util.Optional;

/**
 * The account and region under which something is counted.
 *
 * @param account twelve digits, or a word that stands for one
 * @param region e.g. eu-central-1, or a word that stands for one
 */
public record Place(String account, String region) {

  /** For what names neither: test events, messages of unknown shape, paths of another layout. */
  public static final Place UNKNOWN = new Place("unknown", "unknown");

  /** For all places together that came after the limit of places. */
  static final Place OTHER = new Place("other", "other");

  /** The place of a path; {@link #UNKNOWN} unless it says both. */
  public static Place of(Optional<String> account, Optional<String> region) {
    return account.isPresent() && region.isPresent()
        ? new Place(account.get(), region.get())
        : UNKNOWN;
  }
}
