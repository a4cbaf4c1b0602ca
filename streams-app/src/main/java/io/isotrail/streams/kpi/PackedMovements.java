package io.isotrail.streams.kpi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Movements as a few bytes each, so that those of a day can be read by the hundred thousand. The
 * bytes mean something to the packer that made them only. Many may read while nobody packs.
 */
public final class PackedMovements {

  private static final long DAY = 86_400;
  private static final int HEAD = 9;

  private final Map<Dimensions, Integer> numbers = new HashMap<>();
  private final List<Dimensions> groups = new ArrayList<>();

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
              .putInt(number(movement.dimensions()))
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
      Dimensions group = groups.get(bytes.getInt());
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

  private int number(Dimensions group) {
    Integer known = numbers.putIfAbsent(group, groups.size());
    if (known != null) {
      return known;
    }
    groups.add(group);
    return groups.size() - 1;
  }
}
