package io.isotrail.app.simulate;

import io.isotrail.app.simulate.Deliveries.Delivery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Turns a past into log files. Each account and region has its own chance, so that they can be
 * written side by side and come out the same.
 */
final class PastWriter {

  private static final long SHORTEST_SLOT = 300;
  private static final long LONGEST_SLOT = 86_400;
  private static final long LATE_NOISE = 2 * 86_400;
  private static final double FIRST_REGION_SHARE = 0.7;

  private final SimulationOptions options;
  private final Past past;
  private final Noise noise = new Noise();

  PastWriter(SimulationOptions options, Past past) {
    this.options = options;
    this.past = past;
  }

  /** How much was written. */
  record Written(long files, long records, long bytes) {
    Written plus(Written other) {
      return new Written(files + other.files, records + other.records, bytes + other.bytes);
    }
  }

  /**
   * Writes all files.
   *
   * @throws IOException when the directory cannot be written
   */
  Written write() throws IOException {
    List<Future<Written>> parts = new ArrayList<>();
    Path trail = options.out().resolve("AWSLogs").resolve(past.organisation().id());
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      for (Organisation.Account account : past.organisation().accounts()) {
        for (String region : Organisation.REGIONS) {
          Place place = new Place(account.id(), region);
          parts.add(pool.submit(() -> writePlace(trail, place)));
        }
      }
    }
    Written sum = writeSecondTrail();
    for (Future<Written> part : parts) {
      sum = sum.plus(result(part));
    }
    return sum;
  }

  private Written writePlace(Path trail, Place place) throws IOException {
    Dice dice = Dice.of(options.seed(), "files/" + place.account() + "/" + place.region());
    List<Delivery> deliveries = past.deliveries().ofOrganisationTrail(place);
    double share =
        place.region().equals(Organisation.REGIONS.getFirst())
            ? FIRST_REGION_SHARE
            : 1 - FIRST_REGION_SHARE;
    double perSecond =
        options.recordsPerDay() * (1 - options.sageMakerShare()) * share / LONGEST_SLOT;
    long slot =
        Math.clamp((long) (options.recordsPerFile() / perSecond), SHORTEST_SLOT, LONGEST_SLOT);
    LogFile file = new LogFile();
    Written sum = new Written(0, 0, 0);
    int next = 0;
    double owed = 0;
    for (long from = past.start(); from < past.end(); from += slot) {
      long to = Math.min(from + slot, past.end());
      int until = next;
      while (until < deliveries.size() && deliveries.get(until).at() <= to) {
        until++;
      }
      owed += perSecond * (to - from) * (0.7 + 0.6 * dice.below(1000) / 999.0);
      int wanted = (int) owed;
      owed -= wanted;
      fill(file, deliveries.subList(next, until), wanted, place, from, to, dice);
      next = until;
      if (file.records() > 0) {
        int records = file.records();
        sum = sum.plus(new Written(1, records, file.write(trail, place, to, dice)));
      }
    }
    return sum;
  }

  /** Mixes the records, as CloudTrail keeps no order. */
  private void fill(
      LogFile file, List<Delivery> ours, int wanted, Place place, long from, long to, Dice dice) {
    Crew crew = Crew.of(place, from, dice);
    int noiseLeft = wanted;
    int oursLeft = ours.size();
    while (noiseLeft + oursLeft > 0) {
      if (dice.below(noiseLeft + oursLeft) < oursLeft) {
        file.add(ours.get(ours.size() - oursLeft--).record());
      } else {
        noise.write(file.next(), place, crew, noiseTime(from, to, dice), dice);
        noiseLeft--;
      }
    }
  }

  private long noiseTime(long from, long to, Dice dice) {
    long latency = dice.chance(0.003) ? dice.between(600, LATE_NOISE) : dice.between(20, 290);
    return Math.max(past.start(), dice.between(from, to) - latency);
  }

  private Written writeSecondTrail() throws IOException {
    Written sum = new Written(0, 0, 0);
    LogFile file = new LogFile();
    Dice dice = Dice.of(options.seed(), "second-trail");
    for (Map.Entry<Place, List<Delivery>> trail : past.deliveries().ofSecondTrail().entrySet()) {
      List<Delivery> left = trail.getValue();
      for (int from = 0; from < left.size(); from += 25) {
        List<Delivery> some = left.subList(from, Math.min(left.size(), from + 25));
        some.forEach(delivery -> file.add(delivery.record()));
        int records = file.records();
        long bytes =
            file.write(options.out().resolve("AWSLogs"), trail.getKey(), some.getLast().at(), dice);
        sum = sum.plus(new Written(1, records, bytes));
      }
    }
    return sum;
  }

  private static Written result(Future<Written> part) throws IOException {
    try {
      return part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the sample was written", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
