package io.isotrail.streams.governance;

import io.isotrail.avro.Governance;
import java.util.List;

/** What became of a change that was asked for. */
public sealed interface Outcome {

  /**
   * It is published.
   *
   * @param revisions what was written, each to every partition in one transaction
   * @param before what was published before
   * @param after what is published now
   */
  record Published(
      List<Governance> revisions, PublishedGovernance before, PublishedGovernance after)
      implements Outcome {}

  /** All of it was said already; nothing was written. */
  record Unchanged(PublishedGovernance published) implements Outcome {}

  /**
   * It does not go with what is published, or somebody else changed it at the same time.
   *
   * @param reason names the culprit and the mend
   */
  record Conflict(String reason) implements Outcome {}

  /** There is no such exception. */
  record Unknown(String id) implements Outcome {}
}
