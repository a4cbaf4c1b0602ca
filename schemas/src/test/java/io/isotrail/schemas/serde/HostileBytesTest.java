package io.isotrail.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Tally;
import io.isotrail.schemas.serde.UndecodableBytesException.Reason;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

final class HostileBytesTest {

  private static final Settings SETTINGS =
      new Settings(Map.of("schema.registry.url", "memory://hostile"));
  private static final String TOPIC = Topics.FACTS.name();
  private static final Serde<Fact> SERDE = AvroSerdes.forValue(Topics.FACTS, SETTINGS);
  private static final byte[] WHOLE = SERDE.serializer().serialize(TOPIC, Samples.fact("Fraud-v3"));

  @Test
  void everyCutIsUndecodable() {
    for (int length = 0; length < WHOLE.length; length++) {
      Reason reason = length < 5 ? Reason.TOO_SHORT : Reason.MALFORMED;
      undecodable(Arrays.copyOf(WHOLE, length), reason);
    }
  }

  @Test
  void whatGoesOnAfterTheEndIsUndecodable() {
    undecodable(Arrays.copyOf(WHOLE, WHOLE.length + 1), Reason.MALFORMED);
  }

  @Test
  void anotherMagicByteIsUndecodable() {
    byte[] bytes = WHOLE.clone();
    bytes[0] = '{';

    undecodable(bytes, Reason.NO_MAGIC_BYTE);
  }

  @Test
  void anIdThatNobodyGaveIsUndecodable() {
    undecodable(new byte[] {0, 127, 0, 0, 0}, Reason.UNKNOWN_ID);
    undecodable(new byte[] {0, -1, -1, -1, -1, 0}, Reason.UNKNOWN_ID);
  }

  @Property(tries = 2000)
  void randomBytesAreARecordOrUndecodableAndNothingElse(@ForAll @Size(max = 200) byte[] tail) {
    byte[] bytes = Arrays.copyOf(WHOLE, 5 + tail.length);
    System.arraycopy(tail, 0, bytes, 5, tail.length);
    readOrUndecodable(bytes);
  }

  @Property(tries = 2000)
  void aRecordWithOneByteChangedIsARecordOrUndecodable(@ForAll int where, @ForAll byte changed) {
    byte[] bytes = WHOLE.clone();
    bytes[5 + Math.floorMod(where, bytes.length - 5)] = changed;
    readOrUndecodable(bytes);
  }

  private static void readOrUndecodable(byte[] bytes) {
    try {
      assertThat(SERDE.deserializer().deserialize(TOPIC, bytes)).isNotNull();
    } catch (UndecodableBytesException e) {
      assertThat(SerdeFailure.of(e)).isEqualTo(SerdeFailure.UNDECODABLE);
    }
  }

  @Test
  void aLengthBeyondTheBytesCostsNoMemory() throws Exception {
    // A first string said to be of two billion bytes, of which one is there.
    undecodable(header(2_000_000_000L), Reason.MALFORMED);
  }

  @Test
  void aCountBeyondTheBytesCostsNoMemory() throws Exception {
    Serde<Tally> tallies = AvroSerdes.forValue(Topics.KPIS, SETTINGS);
    Tally tally = new Tally(1, 2, "a", "r", "k", "e", "s", "o", "v", true, null, Map.of());
    byte[] bytes = tallies.serializer().serialize(Topics.KPIS.name(), tally);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // All but the map's end, then a map said to have two billion entries.
    out.write(bytes, 0, bytes.length - 1);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    encoder.writeLong(2_000_000_000L);
    encoder.writeLong(0);

    assertThatThrownBy(
            () -> tallies.deserializer().deserialize(Topics.KPIS.name(), out.toByteArray()))
        .isInstanceOf(UndecodableBytesException.class);
  }

  @Test
  void theContentIsNotInTheError() {
    Fact secret = Samples.fact("the-secret-name");
    byte[] bytes = SERDE.serializer().serialize(TOPIC, secret);

    assertThatThrownBy(
            () -> SERDE.deserializer().deserialize(TOPIC, Arrays.copyOf(bytes, bytes.length - 1)))
        .hasMessageContaining(TOPIC)
        .hasMessageNotContaining("the-secret-name");
  }

  @Test
  void aRecordThatCannotBeWrittenIsNamedWithoutItsContent() {
    Fact broken = Samples.fact("the-secret-name");
    broken.put("body", "the-secret-body");

    assertThatThrownBy(() -> SERDE.serializer().serialize(TOPIC, broken))
        .isInstanceOf(org.apache.kafka.common.errors.SerializationException.class)
        .hasMessageContaining("io.isotrail.avro.Fact")
        .hasMessageNotContaining("the-secret")
        .hasNoCause();
    // What failed has left nothing behind.
    assertThat(SERDE.serializer().serialize(TOPIC, Samples.fact("Fraud-v3"))).isEqualTo(WHOLE);
  }

  private static byte[] header(long length) throws java.io.IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(WHOLE, 0, 5);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    encoder.writeLong(length);
    encoder.writeInt(1);
    return out.toByteArray();
  }

  private static void undecodable(byte[] bytes, Reason reason) {
    assertThatThrownBy(() -> SERDE.deserializer().deserialize(TOPIC, bytes))
        .isInstanceOfSatisfying(
            UndecodableBytesException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
