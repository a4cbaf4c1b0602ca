package io.isotrail.app.crash;

import io.isotrail.avro.Fact;
import io.isotrail.streams.oracle.Worlds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** The facts that flow: of every kind of resource, out of order, and some of them twice. */
final class Stories {

  /** By how much facts come out of order, in places. */
  private static final int DISORDER = 20_000;

  /** Before which everything happens, in seconds. */
  private static final long PAST = 100 * 86_400;

  private record Placed(Fact fact, int at) {}

  private Stories() {}

  /**
   * Invents facts; every fifth is told again.
   *
   * @param end epoch seconds, after everything that happens
   * @param facts how many
   * @return roughly by time, and out of order within limits
   */
  static List<Fact> invent(long seed, long end, int facts) {
    Random random = new Random(seed);
    List<Fact> distinct = new ArrayList<>();
    for (int world = 0; distinct.size() < facts * 4 / 5; world++) {
      distinct.addAll(Worlds.invent(world, end - PAST + random.nextInt(86_400), random));
    }
    distinct.sort(Comparator.comparingLong(Fact::getAt));
    List<Placed> placed = new ArrayList<>(facts);
    for (int index = 0; index < distinct.size(); index++) {
      placed.add(new Placed(distinct.get(index), index + random.nextInt(DISORDER)));
    }
    while (placed.size() < facts) {
      int index = random.nextInt(distinct.size());
      placed.add(new Placed(distinct.get(index), index + random.nextInt(2 * DISORDER)));
    }
    placed.sort(Comparator.comparingInt(Placed::at));
    return placed.stream().map(Placed::fact).toList();
  }
}
