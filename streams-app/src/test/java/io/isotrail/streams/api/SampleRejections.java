package io.isotrail.streams.api;

import io.isotrail.streams.rejections.RejectionPublisher;
import io.isotrail.streams.rejections.Report;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was published, or is away. */
final class SampleRejections implements RejectionPublisher {

  final List<Report> published = new ArrayList<>();
  boolean away;

  @Override
  public synchronized void publish(List<Report> reports) {
    if (away) {
      throw new UnavailableException("away", new IllegalStateException("broker-7.internal"));
    }
    published.addAll(reports);
  }

  @Override
  public void close() {}
}
