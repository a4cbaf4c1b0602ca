package io.isotrail.ingest.integrity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Times that valid digests cover. */
final class Coverage {

  private final List<Span> spans = new ArrayList<>();

  record Span(Instant from, Instant to) {}

  void add(Instant from, Instant to) {
    spans.add(new Span(from, to));
  }

  void addAll(Coverage other) {
    spans.addAll(other.spans);
  }

  /** What of a time is not covered. */
  List<Span> without(Instant from, Instant to) {
    List<Span> open = new ArrayList<>();
    Instant at = from;
    for (Span span : spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
      if (span.from().isBefore(to) && span.to().isAfter(at)) {
        if (span.from().isAfter(at)) {
          open.add(new Span(at, span.from()));
        }
        at = span.to();
      }
    }
    if (at.isBefore(to)) {
      open.add(new Span(at, to));
    }
    return open;
  }
}
