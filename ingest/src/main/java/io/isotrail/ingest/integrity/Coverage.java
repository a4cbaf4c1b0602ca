package io.isotrail.ingest.integrity;

import io.isotrail.ingest.integrity.Standing.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Times that valid digests cover. */
final class Coverage {

  private final List<Span> spans = new ArrayList<>();

  static Coverage of(List<Span> spans) {
    Coverage coverage = new Coverage();
    coverage.spans.addAll(spans);
    return coverage;
  }

  void add(Instant from, Instant to) {
    spans.add(new Span(from, to));
  }

  void addAll(Coverage other) {
    spans.addAll(other.spans);
  }

  /** The same times in as few spans as can be, the oldest first. */
  List<Span> merged() {
    List<Span> merged = new ArrayList<>();
    for (Span span : inOrder()) {
      if (!merged.isEmpty() && !span.from().isAfter(merged.getLast().to())) {
        Span last = merged.removeLast();
        merged.add(
            new Span(last.from(), span.to().isAfter(last.to()) ? span.to() : last.to()));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }

  private List<Span> inOrder() {
    return spans.stream().sorted(Comparator.comparing(Span::from)).toList();
  }

  /** What of a time is not covered. */
  List<Span> without(Instant from, Instant to) {
    List<Span> open = new ArrayList<>();
    Instant at = from;
    for (Span span : inOrder()) {
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
