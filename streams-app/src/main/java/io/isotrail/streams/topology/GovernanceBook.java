package io.isotrail.streams.topology;

import io.isotrail.streams.codec.GovernanceCodec;
import io.isotrail.streams.codec.Keys;
import io.isotrail.streams.compliance.Governance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What people decided, as far as this task has read it. */
final class GovernanceBook {

  private final KeyValueStore<String, io.isotrail.avro.Governance> store;
  private @Nullable Governance current;

  GovernanceBook(KeyValueStore<String, io.isotrail.avro.Governance> store) {
    this.store = store;
  }

  /**
   * Takes a revision; of two with one number the greater content hash stays.
   *
   * @return true when something changed
   */
  boolean take(io.isotrail.avro.Governance revision) {
    String key =
        Keys.of(revision.getKind(), revision.getId(), Keys.sortable(revision.getRevision()));
    io.isotrail.avro.Governance known = store.get(key);
    if (known != null && known.getContentHash().compareTo(revision.getContentHash()) >= 0) {
      return false;
    }
    store.put(key, revision);
    current = null;
    return true;
  }

  /** Everything decided; empty while no policy has been read. */
  Optional<Governance> current() {
    if (current == null) {
      List<io.isotrail.avro.Governance> revisions = new ArrayList<>();
      try (KeyValueIterator<String, io.isotrail.avro.Governance> entries = store.all()) {
        entries.forEachRemaining(entry -> revisions.add(entry.value));
      }
      current = GovernanceCodec.governance(revisions).orElse(null);
    }
    return Optional.ofNullable(current);
  }
}
