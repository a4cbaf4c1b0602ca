package io.isotrail.streams.simulation;

import io.isotrail.avro.Fact;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.kpi.KpiSource;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one simulation at a time, within its limits. Safe for use by many threads. */
public final class PolicySimulator implements Simulator {

  private static final Logger LOG = LoggerFactory.getLogger(PolicySimulator.class);

  private final SimulationSettings settings;
  private final Supplier<FactSource> facts;
  private final Supplier<Standing> standing;
  private final LongSupplier nanoTime;
  private final Semaphore running = new Semaphore(1);

  /**
   * What stands now.
   *
   * @param governance empty while none was read
   * @param coverage of the feeds
   * @param complete whether everything that there is has been read and judged
   */
  public record Standing(
      Optional<Governance> governance, List<KpiSource.Covered> coverage, boolean complete) {}

  /**
   * @param facts opened for each simulation
   * @param nanoTime the monotonic clock of {@link System#nanoTime}
   */
  public PolicySimulator(
      SimulationSettings settings,
      Supplier<FactSource> facts,
      Supplier<Standing> standing,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.facts = facts;
    this.standing = standing;
    this.nanoTime = nanoTime;
  }

  @Override
  public Outcome simulate(Question question) {
    if (!running.tryAcquire()) {
      return new Outcome.Busy();
    }
    try {
      Standing now = standing.get();
      return now.governance().isEmpty()
          ? new Outcome.Unavailable("The policy in force has not been read yet.")
          : simulate(question, now, now.governance().get());
    } catch (Abandoned e) {
      return e.outcome;
    } catch (KafkaException e) {
      LOG.atWarn().setCause(e).log("a simulation cannot read the facts");
      return new Outcome.Unavailable("The facts cannot be read from Kafka now.");
    } finally {
      running.release();
    }
  }

  private Outcome simulate(Question question, Standing now, Governance present) {
    Simulation simulation =
        new Simulation(present, question, settings.changed(), now.coverage(), now.complete());
    Deadline deadline = new Deadline(nanoTime.getAsLong());
    try (FactSource source = facts.get()) {
      for (int partition = 0; partition < source.partitions(); partition++) {
        Gathered gathered = new Gathered(settings.facts());
        source.read(partition, new Gathering(gathered, deadline));
        simulation.take(gathered, deadline);
      }
    }
    return simulation.outcome();
  }

  /** Ends the simulation with an outcome. */
  private static final class Abandoned extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    Abandoned(Outcome outcome) {
      super(null, null, false, false);
      this.outcome = outcome;
    }
  }

  private final class Deadline implements Runnable {

    private final long began;

    Deadline(long began) {
      this.began = began;
    }

    @Override
    public void run() {
      if (nanoTime.getAsLong() - began > settings.timeout().toNanos()) {
        throw new Abandoned(new Outcome.TooSlow(settings.timeout().toSeconds()));
      }
    }
  }

  private final class Gathering implements FactSource.Visitor {

    private final Gathered into;
    private final Deadline deadline;

    Gathering(Gathered into, Deadline deadline) {
      this.into = into;
      this.deadline = deadline;
    }

    @Override
    public void take(String key, Fact fact) {
      if (!into.take(key, fact)) {
        throw new Abandoned(new Outcome.TooManyFacts(settings.facts()));
      }
    }

    @Override
    public void waiting() {
      deadline.run();
    }
  }
}
