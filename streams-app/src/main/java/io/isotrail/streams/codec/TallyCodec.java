package io.isotrail.streams.codec;

import io.isotrail.avro.Tally;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import java.util.List;

/** Tallies as {@code isotrail.kpis.v1} carries them. */
public final class TallyCodec {

  private TallyCodec() {}

  /** Where a tally stands: the task, the UTC day and the dimensions, each escaped. */
  public static String key(int task, int day, Dimensions dimensions) {
    return Keys.of(
        task,
        day,
        dimensions.account(),
        dimensions.region(),
        dimensions.kind(),
        dimensions.environment(),
        dimensions.sensitivity(),
        dimensions.owner(),
        dimensions.severity(),
        dimensions.thirdParty(),
        String.valueOf(dimensions.inService()));
  }

  /** What a key says. */
  public record Place(int task, int day, Dimensions dimensions) {}

  /**
   * Where the tally of a key stands.
   *
   * @throws IllegalArgumentException when it is no key of a tally
   */
  public static Place place(String key) {
    List<String> parts = Keys.parts(key);
    if (parts.size() != 11) {
      throw new IllegalArgumentException("not the key of a tally: " + key);
    }
    return new Place(
        Integer.parseInt(parts.get(0)),
        Integer.parseInt(parts.get(1)),
        new Dimensions(
            parts.get(2),
            parts.get(3),
            parts.get(4),
            parts.get(5),
            parts.get(6),
            parts.get(7),
            parts.get(8),
            Boolean.parseBoolean(parts.get(9)),
            parts.get(10).equals("null") ? null : Boolean.valueOf(parts.get(10))));
  }

  public static Tally tally(int task, int day, Dimensions dimensions, Counts counts) {
    return new Tally(
        task,
        day,
        dimensions.account(),
        dimensions.region(),
        dimensions.kind(),
        dimensions.environment(),
        dimensions.sensitivity(),
        dimensions.owner(),
        dimensions.severity(),
        dimensions.thirdParty(),
        dimensions.inService(),
        counts.byMeasure());
  }

  public static Dimensions dimensions(Tally tally) {
    return new Dimensions(
        tally.getAccount(),
        tally.getRegion(),
        tally.getKind(),
        tally.getEnvironment(),
        tally.getSensitivity(),
        tally.getOwner(),
        tally.getSeverity(),
        tally.getThirdParty(),
        tally.getInService());
  }

  public static Counts counts(Tally tally) {
    return new Counts(tally.getCounts());
  }
}
