package io.isotrail.streams.view;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.History.Generation;
import io.isotrail.streams.compliance.History.Spell;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.kpi.Dimensions;
import io.isotrail.streams.kpi.Group;
import io.isotrail.streams.kpi.GroupIndex;
import io.isotrail.streams.kpi.KpiSource.Stretch;
import io.isotrail.streams.kpi.KpiSource.StretchReader;
import io.isotrail.streams.kpi.Movements;
import io.isotrail.streams.view.View.EndedViolation;
import io.isotrail.streams.view.View.OpenViolation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every stretch of violation in a few arrays: half a million of them are read from end to end in a
 * millisecond, which no tree of intervals beats by enough to be worth its upkeep. Not thread-safe.
 */
// In memory only, so that the order of the constants is the same for writer and reader.
@SuppressWarnings("EnumOrdinal")
final class ViolationShelf {

  private static final long OPEN = Long.MAX_VALUE;
  private static final long NEVER = Long.MAX_VALUE;
  private static final Ending[] ENDINGS = Ending.values();

  private long[] from = new long[64];
  private long[] to = new long[64];
  private long[] openedAt = new long[64];
  private long[] dueAt = new long[64];
  private byte[] ending = new byte[64];
  private Group[] groups = new Group[64];
  private String[] resources = new String[64];

  /** How many places were ever used; a free one begins after it ends. */
  private int used;

  private final List<Integer> free = new ArrayList<>();
  private final Map<String, int[]> placesOf = new HashMap<>();

  private final GroupIndex index;

  ViolationShelf(GroupIndex index) {
    this.index = index;
  }

  void put(String key, History history) {
    remove(key);
    List<Integer> places = new ArrayList<>();
    if (!Movements.isRun(history.subject().kind())) {
      for (Generation generation : history.generations()) {
        for (Spell spell : generation.spells()) {
          if (spell.status() == Status.VIOLATION && spell.openedAt() != null) {
            places.add(put(key, Movements.dimensions(history.subject(), spell), spell));
          }
        }
      }
    }
    if (!places.isEmpty()) {
      placesOf.put(key, places.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private int put(String key, Dimensions group, Spell spell) {
    int place = free.isEmpty() ? used++ : free.removeLast();
    if (place == from.length) {
      grow();
    }
    from[place] = spell.from();
    to[place] = spell.to() == null ? OPEN : spell.to();
    openedAt[place] = spell.openedAt() == null ? spell.from() : spell.openedAt();
    dueAt[place] = spell.dueAt() == null ? NEVER : spell.dueAt();
    ending[place] = (byte) (spell.endedAs() == null ? -1 : spell.endedAs().ordinal());
    groups[place] = index.of(group);
    resources[place] = key;
    return place;
  }

  void remove(String key) {
    int[] places = placesOf.remove(key);
    if (places == null) {
      return;
    }
    for (int place : places) {
      from[place] = Long.MAX_VALUE;
      to[place] = Long.MIN_VALUE;
      resources[place] = "";
      free.add(place);
    }
  }

  /** Hands over the stretches that hold at some instant of [first, last]. */
  void read(long first, long last, StretchReader reader) {
    for (int place = 0; place < used; place++) {
      if (from[place] <= last && to[place] > first) {
        reader.read(stretch(place));
      }
    }
  }

  /** The violations that are open at an instant, in no particular order. */
  List<OpenViolation> open(long asOf) {
    List<OpenViolation> open = new ArrayList<>();
    for (int place = 0; place < used; place++) {
      if (from[place] <= asOf && to[place] > asOf) {
        open.add(new OpenViolation(resources[place], stretch(place)));
      }
    }
    return open;
  }

  /** The violations that ended in (after, upTo], in no particular order. */
  List<EndedViolation> ended(long after, long upTo) {
    List<EndedViolation> ended = new ArrayList<>();
    for (int place = 0; place < used; place++) {
      if (ending[place] >= 0 && to[place] > after && to[place] <= upTo) {
        ended.add(
            new EndedViolation(
                groups[place].dimensions(), openedAt[place], to[place], ENDINGS[ending[place]]));
      }
    }
    return ended;
  }

  /** The resources that have a violation open at an instant, or ever had one. */
  List<String> resources(long asOf, boolean ended) {
    if (ended) {
      return List.copyOf(placesOf.keySet());
    }
    return open(asOf).stream().map(OpenViolation::resource).distinct().toList();
  }

  private Stretch stretch(int place) {
    return new Stretch(
        groups[place],
        from[place],
        orNull(to[place], OPEN),
        openedAt[place],
        orNull(dueAt[place], NEVER));
  }

  private static @Nullable Long orNull(long value, long nothing) {
    return value == nothing ? null : value;
  }

  private void grow() {
    int length = from.length * 2;
    from = Arrays.copyOf(from, length);
    to = Arrays.copyOf(to, length);
    openedAt = Arrays.copyOf(openedAt, length);
    dueAt = Arrays.copyOf(dueAt, length);
    ending = Arrays.copyOf(ending, length);
    groups = Arrays.copyOf(groups, length);
    resources = Arrays.copyOf(resources, length);
  }
}
