package io.isotrail.streams.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Compliance;
import io.isotrail.streams.compact.Shapes;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** What goes through a codec and back is what it was. */
class CodecProperties {

  @Property(tries = 300)
  void histories(@ForAll("historyValues") History history) {
    assertThat(HistoryCodec.history(HistoryCodec.row(history, List.of(), 7))).isEqualTo(history);
  }

  @Property(tries = 300)
  void oneRowAfterTheOtherHasTheBytesOfEachByItself(
      @ForAll("historyValues") History one,
      @ForAll("historyValues") History other,
      @ForAll boolean share)
      throws IOException {
    List<History> inTurn = List.of(one, other, mixed(one, other), mixed(other, one), one);
    ShownHistory.Maker maker = new ShownHistory.Maker();
    ShownHistory shown = ShownHistory.NONE;
    History before = null;
    for (History next : inTurn) {
      History history = share ? next.sharing(before) : next;
      shown = shown.next(history, maker);
      Compliance row = HistoryCodec.row(history, shown.generations(), List.of(), 7);
      Compliance plain = HistoryCodec.row(next, List.of(), 7);

      assertThat(history).isEqualTo(next);
      assertThat(row).isEqualTo(plain);
      assertThat(bytes(row)).isEqualTo(bytes(plain));
      assertThat(HistoryCodec.history(row)).isEqualTo(next);
      before = history;
    }
  }

  /** The generations of one, each with the stretches of the other behind its first ones. */
  private static History mixed(History one, History other) {
    List<History.Generation> generations = new ArrayList<>();
    for (int i = 0; i < one.generations().size(); i++) {
      History.Generation own = one.generations().get(i);
      List<History.Spell> spells = new ArrayList<>(own.spells());
      if (i < other.generations().size()) {
        spells.removeLast();
        spells.addAll(other.generations().get(i).spells());
      }
      generations.add(Shapes.with(own, i + 1, spells));
    }
    return new History(one.subject(), one.accountName(), one.lastEventAt(), generations);
  }

  private static byte[] bytes(Compliance row) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    row.customEncode(encoder);
    encoder.flush();
    return bytes.toByteArray();
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
