package io.isotrail.streams.proof;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.codec.GovernanceCodec;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Locality;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Timeline;
import io.isotrail.streams.oracle.Histories;
import io.isotrail.streams.oracle.Oracle;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The pure judge says of any history what the oracle says. */
class JudgeProperties {

  @Property(tries = 12_000)
  void theJudgeAgreesWithTheOracle(@ForAll("histories") Histories.Sample sample) {
    agrees(sample);
  }

  static void agrees(Histories.Sample sample) {
    Oracle oracle = Oracle.of(sample.facts(), sample.governance());
    Collection<History> histories = judged(sample.facts(), sample.governance());

    Comparison.same(histories, oracle, sample.end());
  }

  @Provide
  Arbitrary<Histories.Sample> histories() {
    return Histories.mixed();
  }

  static Collection<History> judged(List<Fact> facts, List<Governance> governance) {
    Map<Subject, Timeline> timelines = new HashMap<>();
    for (Fact fact : facts) {
      if (!FactCodec.isRejection(fact)) {
        timelines.merge(
            FactCodec.subject(fact), Timeline.of(List.of(FactCodec.fact(fact))), Timeline::union);
      }
    }
    return Locality.judge(timelines, GovernanceCodec.governance(governance).orElseThrow()).values();
  }
}
