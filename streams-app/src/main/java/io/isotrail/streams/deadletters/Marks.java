package io.isotrail.streams.deadletters;

import io.isotrail.schemas.topic.RedriveMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which letters were redriven, as far as the topic was read: of each partition one stretch, which
 * later questions lengthen, so that going back page by page reads nothing twice. Not thread-safe.
 */
final class Marks {

  private static final long PIECE = 1_000;

  private final int most;
  private final Map<Integer, Stretch> read = new HashMap<>();
  private final Map<Integer, Map<Long, RedriveMark>> byLetter = new HashMap<>();
  private int held;

  /** Offsets of a partition, its end exclusive. */
  record Stretch(long from, long to) {}

  /**
   * @param most marks that are held; with more all are forgotten, and read again when asked for
   */
  Marks(int most) {
    this.most = most;
  }

  /**
   * What of a stretch up to the end of its partition has not been read: in small pieces, each of
   * which lengthens what was read before it, so that a question that takes too long leaves less to
   * the next.
   */
  List<Stretch> unread(int partition, Stretch wanted) {
    Stretch known = read.getOrDefault(partition, new Stretch(wanted.to(), wanted.to()));
    List<Stretch> unread = new ArrayList<>();
    for (long to = known.from(); to > wanted.from(); to -= PIECE) {
      unread.add(new Stretch(Math.max(wanted.from(), to - PIECE), to));
    }
    for (long from = known.to(); from < wanted.to(); from += PIECE) {
      unread.add(new Stretch(from, Math.min(wanted.to(), from + PIECE)));
    }
    return unread;
  }

  /** A piece has been read. */
  void wasRead(int partition, Stretch piece) {
    read.merge(
        partition,
        piece,
        (before, more) ->
            new Stretch(Math.min(before.from(), more.from()), Math.max(before.to(), more.to())));
  }

  /** Takes a record; what is no mark is passed over. */
  void take(ConsumerRecord<byte[], byte[]> record) {
    RedriveMark.read(record).ifPresent(this::keep);
  }

  private void keep(RedriveMark mark) {
    if (byLetter.computeIfAbsent(mark.partition(), _ -> new HashMap<>()).put(mark.offset(), mark)
        == null) {
      held++;
    }
  }

  /** To be called when a question has been answered. */
  void forgetIfTooMany() {
    if (held > most) {
      byLetter.clear();
      read.clear();
      held = 0;
    }
  }

  Optional<RedriveMark> of(int partition, long offset) {
    return Optional.ofNullable(byLetter.getOrDefault(partition, Map.of()).get(offset));
  }
}
