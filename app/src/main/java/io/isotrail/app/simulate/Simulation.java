package io.isotrail.app.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.isotrail.app.simulate.batch.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sample organisation in a directory: {@code AWSLogs/} in S3's layout, {@code policy.yaml},
 * {@code exceptions.yaml}, {@code expected.json}. Nothing is touched before {@link #writePast()}.
 */
public final class Simulation implements AutoCloseable {

  /** Window of the figures in {@code expected.json}. */
  public static final Duration WINDOW = Duration.ofDays(30);

  private final SimulationOptions options;
  private final Clock clock;
  private @Nullable Past past;
  private @Nullable Follower follower;

  private Simulation(SimulationOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  /**
   * What {@link #writePast()} did.
   *
   * @param alreadyThere true when the directory held this past; then nothing was written
   * @param end asOf of {@code expected.json}
   * @param records copies of one record counted as often as they were written
   * @param sageMakerRecords calls that change something, each once
   * @param bytes before compression
   */
  public record Summary(
      boolean alreadyThere,
      Instant end,
      long files,
      long records,
      long sageMakerRecords,
      long bytes) {}

  public static Simulation of(SimulationOptions options) {
    return of(options, Clock.systemUTC());
  }

  static Simulation of(SimulationOptions options, Clock clock) {
    return new Simulation(options, clock);
  }

  /** Where the log files are: the directory to ingest. */
  public Path logs() {
    return options.out().resolve("AWSLogs");
  }

  /** The organisation's policy. */
  public Path policy() {
    return options.out().resolve("policy.yaml");
  }

  /** The organisation's exceptions. */
  public Path exceptions() {
    return options.out().resolve("exceptions.yaml");
  }

  /**
   * Writes the past and the governance files, unless the directory holds them already.
   *
   * @throws IOException when the directory holds something else, or cannot be written
   */
  public Summary writePast() throws IOException {
    Files.createDirectories(options.out());
    Optional<SimulationState> found = SimulationState.read(options.out());
    String parameters = SimulationState.parametersOf(options);
    if (found.isEmpty() && Files.exists(logs())) {
      throw new IOException(
          options.out() + " holds log files that are not of the simulator: choose another --out");
    }
    if (found.isPresent() && !found.get().parameters().equals(parameters)) {
      throw new IOException(
          options.out()
              + " holds a sample made with other options ("
              + found.get().parameters()
              + "): choose another --out or remove it");
    }
    if (found.isPresent() && !options.end().map(found.get().end()::equals).orElse(true)) {
      throw new IOException(
          options.out()
              + " holds a sample that ends at "
              + found.get().end()
              + ": choose another --out or remove it");
    }
    Instant end =
        found
            .map(SimulationState::end)
            .or(options::end)
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.HOURS));
    Past told = Past.of(options, end.getEpochSecond());
    past = told;
    if (found.isPresent() && found.get().whole()) {
      return new Summary(true, end, 0, 0, told.deliveries().accepted(), 0);
    }
    new SimulationState(parameters, end, false).write(options.out());
    new GovernanceDocuments(told).write(options.out());
    PastWriter.Written written = new PastWriter(options.endingAt(end), told).write();
    new SimulationState(parameters, end, true).write(options.out());
    return new Summary(
        false,
        end,
        written.files(),
        written.records(),
        told.deliveries().accepted(),
        written.bytes());
  }

  /**
   * Reads the directory back and writes {@code expected.json} as of the end of the past. To be
   * called before {@link #follow()}, since what follows is read back, too.
   *
   * @throws IOException when a file cannot be read or written
   */
  public void writeExpected() throws IOException {
    Past told = told();
    String text =
        new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsString(
                Batch.expected(options.out(), Instant.ofEpochSecond(told.end()), WINDOW));
    GovernanceDocuments.replace(options.out().resolve("expected.json"), text + "\n");
  }

  /** Goes on in real time until {@link #close()}; returns at once. */
  public void follow() {
    follow(Follower.PACE);
  }

  void follow(Follower.Pace pace) {
    if (follower != null) {
      throw new IllegalStateException("the simulation is being followed already");
    }
    follower = Follower.start(options.out(), told(), clock, pace);
  }

  /** Ends the following; a file being written is finished first. */
  @Override
  public void close() {
    if (follower != null) {
      follower.close();
    }
  }

  private Past told() {
    if (past == null) {
      throw new IllegalStateException("writePast() comes first");
    }
    return past;
  }
}
