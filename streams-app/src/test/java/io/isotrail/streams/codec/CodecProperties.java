package io.isotrail.streams.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.compact.Shapes;
import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What goes through a codec and back is what it was. */
class CodecProperties {

  @Property(tries = 300)
  void histories(@ForAll("historyValues") History history) {
    assertThat(HistoryCodec.history(HistoryCodec.row(history, List.of(), 7))).isEqualTo(history);
  }

  @Property(tries = 300)
  void tallies(@ForAll("dimensionValues") Dimensions dimensions, @ForAll long count) {
    Counts counts = new Counts(new TreeMap<>(Map.of("opened", count)));
    var tally = TallyCodec.tally(3, 20_000, dimensions, counts);

    assertThat(TallyCodec.dimensions(tally)).isEqualTo(dimensions);
    assertThat(TallyCodec.counts(tally)).isEqualTo(counts);
  }

  @Property(tries = 300)
  void differentDimensionsHaveDifferentKeys(
      @ForAll("dimensionValues") Dimensions one, @ForAll("dimensionValues") Dimensions other) {
    assertThat(TallyCodec.key(1, 2, one).equals(TallyCodec.key(1, 2, other)))
        .isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<Dimensions> dimensionValues() {
    Arbitrary<String> texts = Shapes.texts();
    return Combinators.combine(
            texts,
            texts,
            texts,
            Arbitraries.of(true, false),
            Arbitraries.of(true, false).injectNull(0.3))
        .as(
            (owner, environment, severity, thirdParty, inService) ->
                new Dimensions(
                    "123456789012",
                    "eu-central-1",
                    "model",
                    environment,
                    "internal",
                    owner,
                    severity,
                    thirdParty,
                    inService));
  }

  @Provide
  Arbitrary<History> historyValues() {
    return Shapes.histories();
  }
}
