package io.isotrail.streams.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.isotrail.avro.Governance;
import io.isotrail.streams.codec.GovernanceCodec;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.topology.Records;
import org.junit.jupiter.api.Test;

class GovernanceShelfTest {

  private final GovernanceShelf shelf = new GovernanceShelf();

  @Test
  void whatComesAfterAnAnswerIsInTheNextOne() {
    put(Records.exception("A", "*", 100, 900, 1));
    assertThat(shelf.exceptions()).isEmpty();
    assertThat(shelf.policyAt(500)).isEmpty();

    put(Records.policy(GovernanceFiles.defaultPolicy(), 1, 50));
    assertThat(shelf.exceptions()).extracting(ExceptionGrant::id).containsExactly("A");
    assertThat(shelf.policyAt(500)).contains(GovernanceFiles.defaultPolicy());

    put(Records.exception("B", "*", 100, 900, 1));
    put(Records.exception("A", "*", 100, 950, 2));
    assertThat(shelf.exceptions())
        .extracting(ExceptionGrant::id, ExceptionGrant::validUntil)
        .containsExactly(tuple("A", 950L), tuple("B", 900L));
  }

  private void put(Governance revision) {
    shelf.put(GovernanceCodec.key(revision), revision);
  }
}
