package io.isotrail.streams.view;

import io.isotrail.avro.Governance;
import io.isotrail.streams.codec.GovernanceCodec;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.governance.PublishedGovernance;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people decided, in memory. Written by one thread at a time and read by many in between. All
 * revisions are put together when they are first asked for, because a start reads every one of
 * them.
 */
final class GovernanceShelf {

  private final TreeMap<String, Governance> byKey = new TreeMap<>();
  private volatile io.isotrail.streams.compliance.@Nullable Governance current;
  private volatile @Nullable PublishedGovernance published;

  void put(String key, Governance revision) {
    if (GovernanceCodec.objection(revision).isPresent()) {
      return; // The topology puts it aside as a dead letter.
    }
    byKey.merge(
        key,
        revision,
        (one, other) -> one.getContentHash().compareTo(other.getContentHash()) >= 0 ? one : other);
    current = null;
    published = null;
  }

  /** Put together when it is first asked for, as the rest. */
  PublishedGovernance published() {
    PublishedGovernance known = published;
    if (known == null) {
      known = PublishedGovernance.of(byKey.values());
      published = known;
    }
    return known;
  }

  /** In the order of their ids. */
  List<ExceptionGrant> exceptions() {
    return current().map(io.isotrail.streams.compliance.Governance::exceptions).orElseGet(List::of);
  }

  Optional<Policy> policyAt(long now) {
    return current().map(governance -> governance.policyAt(now));
  }

  /** Readers at once may do it twice, with the same outcome. */
  Optional<io.isotrail.streams.compliance.Governance> current() {
    if (current == null) {
      current = GovernanceCodec.governance(byKey.values()).orElse(null);
    }
    return Optional.ofNullable(current);
  }
}
