package io.isotrail.streams.codec;

import io.isotrail.avro.Generation;
import io.isotrail.avro.Spell;
import io.isotrail.streams.compliance.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/**
 * A generation that is encoded when it is made: most of its stretches stood in the row before, and
 * their bytes are taken from there. Nobody changes it after it was made.
 */
final class EncodedGeneration extends Generation {

  private static final long serialVersionUID = 1L;

  private final transient byte[] encoded;

  /** Where in the bytes each stretch begins, and where the last one ends. */
  private final transient int[] places;

  private EncodedGeneration(Generation of, byte[] encoded, int[] places) {
    super(
        of.getNumber(),
        of.getId(),
        of.getName(),
        of.getFrom(),
        of.getCreated(),
        of.getCreatedBy(),
        of.getIsolation(),
        of.getHidden(),
        of.getVpc(),
        of.getInterContainerEncryption(),
        of.getExposedSince(),
        of.getDetectedAt(),
        of.getTags(),
        of.getDeletedAt(),
        of.getEndpoints(),
        of.getServed(),
        of.getSpells());
    this.encoded = encoded;
    this.places = places;
  }

  /** Makes them; for one thread. */
  static final class Maker {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

    EncodedGeneration make(History.Generation of) {
      return make(of, 0, new byte[0], new int[1]);
    }

    /**
     * Makes one that begins with the stretches of another.
     *
     * @param common how many they have in common
     */
    EncodedGeneration make(History.Generation of, EncodedGeneration before, int common) {
      return make(of, common, before.encoded, before.places);
    }

    private EncodedGeneration make(
        History.Generation of, int common, byte[] known, int[] knownPlaces) {
      Generation generation = HistoryCodec.generation(of, new Spells(of.spells()));
      int[] places = new int[of.spells().size() + 1];
      try {
        writeHead(of);
        encoder.writeArrayStart();
        encoder.setItemCount(of.spells().size());
        encoder.flush();
        int moved = bytes.size() - knownPlaces[0];
        for (int i = 0; i < common; i++) {
          places[i] = knownPlaces[i] + moved;
        }
        bytes.write(known, knownPlaces[0], knownPlaces[common] - knownPlaces[0]);
        for (int i = common; i < of.spells().size(); i++) {
          places[i] = bytes.size();
          encoder.startItem();
          HistoryCodec.spell(of.spells().get(i)).customEncode(encoder);
          encoder.flush();
        }
        places[of.spells().size()] = bytes.size();
        encoder.writeArrayEnd();
        encoder.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("nothing is written but memory", e);
      }
      byte[] encoded = bytes.toByteArray();
      bytes.reset();
      return new EncodedGeneration(generation, encoded, places);
    }

    /** All but the stretches, which come last: without them there is only the end of their list. */
    private void writeHead(History.Generation of) throws IOException {
      HistoryCodec.generation(of, List.of()).customEncode(encoder);
      encoder.flush();
      byte[] head = bytes.toByteArray();
      bytes.reset();
      bytes.write(head, 0, head.length - 1);
    }
  }

  /** Any other encoder, of JSON say, wants the fields. */
  @Override
  public void customEncode(Encoder out) throws IOException {
    if (out instanceof BinaryEncoder) {
      out.writeFixed(encoded);
    } else {
      super.customEncode(out);
    }
  }

  /** Stretches that are made when somebody asks for them, which is seldom. */
  private static final class Spells extends AbstractList<Spell> {

    private final List<History.Spell> stretches;

    private Spells(List<History.Spell> stretches) {
      this.stretches = stretches;
    }

    @Override
    public Spell get(int place) {
      return HistoryCodec.spell(stretches.get(place));
    }

    @Override
    public int size() {
      return stretches.size();
    }
  }
}
