package io.isotrail.streams.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.avro.Governance;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stretch in which an exception holds.
 *
 * @param from inclusive
 * @param to exclusive; always after from
 */
record PlainException(String id, Glob resource, long from, long to) {

  boolean holdsAt(long at) {
    return from <= at && at < to;
  }

  /** One revision as its document says it; it holds in [from, to), which may be empty. */
  private record Terms(Glob resource, long from, long to, @Nullable Long revokedAt) {

    static Terms of(Governance revision) {
      JsonNode document = PlainPolicy.json(revision.getDocument());
      Long approvedAt = instant(document.path("approvedAt"));
      Long validFrom = instant(document.path("validFrom"));
      Long validUntil = Objects.requireNonNull(instant(document.path("validUntil")));
      Long revokedAt = instant(document.path("revokedAt"));
      // Not approved: it never holds.
      long from =
          approvedAt == null
              ? validUntil
              : Math.max(approvedAt, validFrom == null ? approvedAt : validFrom);
      return new Terms(new Glob(document.path("resource").asText()), from, validUntil, revokedAt);
    }
  }

  /**
   * The stretches in which an exception holds, by all its revisions.
   *
   * @param revisions of one exception, in their order
   */
  static List<PlainException> of(String id, List<Governance> revisions) {
    // What was exempt before a revocation stays so, whatever is published later.
    List<PlainException> untouchable = new ArrayList<>();
    List<PlainException> latest = new ArrayList<>();
    boolean revokedBefore = false;
    // The first publication after the latest revocation; what is worded anew after it stands in for
    // it.
    Long returned = null;
    boolean first = true;
    for (Governance revision : revisions) {
      Terms terms = Terms.of(revision);
      Long revokedAt = terms.revokedAt();
      if (revokedBefore && returned == null) {
        returned = revision.getPublishedAt();
      }
      long from = returned == null ? terms.from() : Math.max(terms.from(), returned);
      if (revokedAt == null) {
        latest = new ArrayList<>(untouchable);
        add(latest, id, terms.resource(), from, terms.to());
      } else {
        if (first) {
          add(latest, id, terms.resource(), from, terms.to());
        }
        latest = endedBy(latest, revokedAt);
        untouchable = List.copyOf(latest);
        revokedBefore = true;
        returned = null;
      }
      first = false;
    }
    return latest;
  }

  private static List<PlainException> endedBy(List<PlainException> stretches, long at) {
    List<PlainException> ended = new ArrayList<>();
    for (PlainException stretch : stretches) {
      add(ended, stretch.id(), stretch.resource(), stretch.from(), Math.min(stretch.to(), at));
    }
    return ended;
  }

  private static void add(
      List<PlainException> stretches, String id, Glob resource, long from, long to) {
    if (from < to) {
      stretches.add(new PlainException(id, resource, from, to));
    }
  }

  /** ISO-8601, or a day, which means its first second; null where there is none. */
  static @Nullable Long instant(JsonNode node) {
    if (!node.isTextual() || node.asText().isBlank()) {
      return null;
    }
    String text = node.asText();
    return text.contains("T")
        ? Instant.parse(text).getEpochSecond()
        : LocalDate.parse(text).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
