package io.isotrail.streams.codec;

import io.isotrail.avro.Tally;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import java.util.TreeMap;

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

  public static Tally tally(int task, int day, Dimensions dimensions, Counts counts) {
    return Tally.newBuilder()
        .setTask(task)
        .setDay(day)
        .setAccount(dimensions.account())
        .setRegion(dimensions.region())
        .setKind(dimensions.kind())
        .setEnvironment(dimensions.environment())
        .setSensitivity(dimensions.sensitivity())
        .setOwner(dimensions.owner())
        .setSeverity(dimensions.severity())
        .setThirdParty(dimensions.thirdParty())
        .setInService(dimensions.inService())
        .setCounts(counts.byMeasure())
        .build();
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
    return new Counts(new TreeMap<>(tally.getCounts()));
  }
}
