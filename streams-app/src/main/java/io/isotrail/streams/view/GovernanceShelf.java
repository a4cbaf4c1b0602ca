package io.isotrail.streams.view;

import io.isotrail.avro.Governance;
import io.isotrail.streams.codec.GovernanceCodec;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Policy;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What people decided, in memory. Not thread-safe. */
final class GovernanceShelf {

  private final TreeMap<String, Governance> byKey = new TreeMap<>();
  private io.isotrail.streams.compliance.@Nullable Governance current;

  void put(String key, Governance revision) {
    if (GovernanceCodec.objection(revision).isPresent()) {
      return; // The topology puts it aside as a dead letter.
    }
    byKey.merge(
        key,
        revision,
        (one, other) -> one.getContentHash().compareTo(other.getContentHash()) >= 0 ? one : other);
    current = GovernanceCodec.governance(byKey.values()).orElse(null);
  }

  /** In the order of their ids. */
  List<ExceptionGrant> exceptions() {
    return current == null ? List.of() : current.exceptions();
  }

  Optional<Policy> policyAt(long now) {
    return Optional.ofNullable(current).map(governance -> governance.policyAt(now));
  }
}
