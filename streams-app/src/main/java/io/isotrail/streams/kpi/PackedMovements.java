package io.isotrail.streams.kpi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Movements as a few bytes each, so that those of a day can be read by the hundred thousand. The
 * bytes mean something together with the index of groups only. Many may read while nobody packs.
 */
public final class PackedMovements {

  private static final long DAY = 86_400;
  private static final int HEAD = 9;

  private final GroupIndex index;

  public PackedMovements(GroupIndex index) {
    this.index = index;
  }

  /** The movements of one resource on one day. */
  public byte[] pack(List<Movement> movements) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Movement movement : movements) {
      byte[] cell = Cells.encode(movement.counts());
      if (cell.length > 0xff) {
        throw new IllegalArgumentException("a movement has a few measures, not " + movement);
      }
      bytes.writeBytes(
          ByteBuffer.allocate(HEAD)
              .putInt((int) Math.floorMod(movement.at(), DAY))
              .putInt(index.of(movement.dimensions()).number())
              .put((byte) cell.length)
              .array());
      bytes.writeBytes(cell);
    }
    return bytes.toByteArray();
  }

  /** Hands over what was packed. */
  public void read(int day, byte[] packed, KpiSource.MovementReader reader) {
    ByteBuffer bytes = ByteBuffer.wrap(packed);
    while (bytes.hasRemaining()) {
      long at = day * DAY + bytes.getInt();
      Group group = index.numbered(bytes.getInt());
      int end = Byte.toUnsignedInt(bytes.get()) + bytes.position();
      Cells.read(
          0,
          packed,
          bytes.position(),
          end,
          (none, measure, count) -> reader.read(at, group, measure, count));
      bytes.position(end);
    }
  }
}
