package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.isotrail.avro.Attribution;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.RejectionSource;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.rejections.ReportReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a pipeline reported, judged by the real topology. */
class ReportedRejectionsTest {

  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();

  private final Driven driven = new Driven(Map.of(), Instant.ofEpochSecond(NOW));

  @AfterEach
  void close() {
    driven.close();
  }

  @Test
  void a_listed_rule_is_about_isolation_and_another_is_not() {
    policy("version: 1\nrejections: {ruleIds: [CKV_AWS_370]}");
    driven.pipe(report("a", "CKV_AWS_370"));
    driven.pipe(report("b", "CKV_AWS_1"));

    List<Rejection> said = List.copyOf(driven.table(Topics.REJECTIONS).values());
    assertThat(said)
        .extracting(Rejection::getEventId, Rejection::getAttribution)
        .containsExactly(
            tuple("pipeline:eu-central-1:a", Attribution.ISOLATION),
            tuple("pipeline:eu-central-1:b", Attribution.OTHER));
    assertThat(said)
        .allSatisfy(
            rejection -> {
              assertThat(rejection.getReportedBy()).isEqualTo(RejectionSource.PIPELINE);
              assertThat(rejection.getOperation()).isEqualTo("CreateModel");
            });
  }

  @Test
  void without_a_list_every_finding_is_about_isolation() {
    policy("version: 1");
    driven.pipe(report("a", "anything"));

    assertThat(driven.table(Topics.REJECTIONS).values())
        .singleElement()
        .satisfies(
            rejection -> assertThat(rejection.getAttribution()).isEqualTo(Attribution.ISOLATION));
  }

  @Test
  void what_is_told_twice_counts_once() {
    policy("version: 1");
    driven.pipe(report("a", "rule"));
    driven.pipe(report("a", "rule"));

    assertThat(driven.table(Topics.REJECTIONS)).hasSize(1);
    assertThat(driven.table(Topics.KPIS).values())
        .singleElement()
        .satisfies(
            tally ->
                assertThat(tally.getCounts())
                    .containsEntry("rejections.isolation.pipeline", 1L)
                    .containsEntry("rejections.distinct", 1L));
    assertThat(driven.table(Topics.DEAD_LETTERS)).isEmpty();
  }

  private void policy(String yaml) {
    driven.pipe(Records.policy(GovernanceFiles.parsePolicy(yaml, "test"), 1, NOW - 100));
  }

  private static Fact report(String id, String rule) {
    return ReportReader.plain(
            """
            {"id":"%s","at":"2026-03-01T10:00:00Z","account":"111122223333",
             "region":"eu-central-1","resource":"m","rule":"%s"}"""
                .formatted(id, rule),
            "ci",
            NOW)
        .reports()
        .getFirst()
        .fact();
  }
}
