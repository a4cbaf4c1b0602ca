package io.isotrail.streams.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRulesTest {

  private static final String DOCUMENT =
      GovernanceFiles.toDocument(GovernanceFiles.defaultPolicy());

  @Test
  void theShippedPolicyIsPublishedOnce() {
    List<Governance> first = of(List.of());

    assertThat(first)
        .singleElement()
        .satisfies(revision -> assertThat(revision.getOrigin()).isEqualTo("shipped"));
    assertThat(of(first)).isEmpty();
  }

  @Test
  void aDocumentOfPeopleInAnotherFormIsLeftAlone() {
    // What an earlier version wrote: the same policy, other bytes, hence another hash.
    Governance older = policy(" " + DOCUMENT, "file");

    assertThat(of(List.of(older))).isEmpty();
  }

  @Test
  void aShippedOneInAnotherFormIsReplaced() {
    assertThat(of(List.of(policy(" " + DOCUMENT, "shipped"))))
        .singleElement()
        .satisfies(revision -> assertThat(revision.getRevision()).isEqualTo(2));
  }

  @Test
  void aRevokedExceptionThatReturnsToTheFileIsPublishedAgain(@TempDir Path directory)
      throws IOException {
    Path given =
        Files.writeString(
            directory.resolve("given.yaml"),
            """
            exceptions:
              - {id: E, resource: "*", reason: r, ticket: t, requestedBy: ana, approver: bo,
                 approvedAt: 2026-01-01T00:00:00Z, validFrom: 2026-01-01, validUntil: 2026-03-01}
            """);
    Path none = Files.writeString(directory.resolve("none.yaml"), "exceptions: []");
    long january = Instant.parse("2026-01-10T00:00:00Z").getEpochSecond();
    List<Governance> published = new ArrayList<>(of(List.of()));
    published.addAll(at(published, given, january));
    published.addAll(at(published, none, january + 1));
    published.addAll(at(published, given, january + 2));

    assertThat(published.subList(1, published.size()))
        .extracting(Governance::getRevision, Governance::getPublishedAt)
        .containsExactly(tuple(1L, january), tuple(2L, january + 1), tuple(3L, january + 2));
    assertThat(at(published, given, january + 3)).isEmpty();
  }

  private static List<Governance> at(List<Governance> published, Path exceptions, long now) {
    return new FileRules(PublishedGovernance.of(published), now)
        .ofStart(Optional.empty(), Optional.of(exceptions));
  }

  private static List<Governance> of(List<Governance> published) {
    return new FileRules(PublishedGovernance.of(published), 1_000)
        .ofStart(Optional.empty(), Optional.empty());
  }

  private static Governance policy(String document, String origin) {
    return Governance.newBuilder()
        .setKind(GovernanceKind.POLICY)
        .setId("policy")
        .setRevision(1)
        .setContentHash(GovernanceFiles.contentHash(document))
        .setPublishedAt(500)
        .setOrigin(origin)
        .setDocument(document)
        .build();
  }
}
