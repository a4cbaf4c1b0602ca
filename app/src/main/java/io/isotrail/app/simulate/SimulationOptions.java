package io.isotrail.app.simulate;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is to be simulated. With an {@code end}, the same options give the same bytes.
 *
 * @param out directory that receives {@code AWSLogs/}, {@code policy.yaml}, {@code exceptions.yaml}
 *     and {@code expected.json}
 * @param accounts number of AWS accounts, 1 to 200
 * @param days days of past, 1 to 400
 * @param seed chooses the organisation and everything that happens in it
 * @param end end of the past; empty: now, cut to the whole hour
 * @param recordsPerDay mean number of records per account and day, 10 to 2,000,000
 * @param sageMakerShare share of SageMaker calls that change something, 0.001 to 0.5
 * @param recordsPerFile wanted number of records in a log file, 1 to 200,000; no file covers less
 *     than five minutes or more than a day of one account and region
 */
public record SimulationOptions(
    Path out,
    int accounts,
    int days,
    long seed,
    Optional<Instant> end,
    int recordsPerDay,
    double sageMakerShare,
    int recordsPerFile) {

  public SimulationOptions {
    requireRange("accounts", accounts, 1, 200);
    requireRange("days", days, 1, 400);
    requireRange("records per day", recordsPerDay, 10, 2_000_000);
    requireRange("SageMaker share", sageMakerShare, 0.001, 0.5);
    requireRange("records per file", recordsPerFile, 1, 200_000);
    end = end.map(instant -> instant.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The sample that {@code isotrail up} shows: small, so that the first figures come at once. */
  public static SimulationOptions sample(Path out) {
    return new SimulationOptions(out, 6, 90, 42, Optional.empty(), 90, 0.08, 200);
  }

  /** The same with this end of the past. */
  SimulationOptions endingAt(Instant instant) {
    return new SimulationOptions(
        out,
        accounts,
        days,
        seed,
        Optional.of(instant),
        recordsPerDay,
        sageMakerShare,
        recordsPerFile);
  }

  private static void requireRange(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "simulate: "
              + what
              + " must be from "
              + plain(least)
              + " to "
              + plain(most)
              + ", not "
              + plain(value));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
