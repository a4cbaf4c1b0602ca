package io.isotrail.app.simulate;

import io.isotrail.app.simulate.Model.Container;
import io.isotrail.app.simulate.Model.Flag;
import io.isotrail.app.simulate.Organisation.Team;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on where the past ended: every few seconds one small log file with what a team does right
 * now. Not repeatable: each run has its own names and event ids, so that a restart never says
 * something twice.
 */
final class Follower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

  /** At most so many models of this run are remembered; the oldest is left as it is. */
  private static final int REMEMBERED = 200;

  /** So many without isolation are let stand before mending comes first. */
  private static final int TOLERATED = 12;

  static final Pace PACE = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(5), 0.6);

  /**
   * How fast life goes on.
   *
   * @param activity share of the files in which SageMaker occurs
   */
  record Pace(Duration least, Duration most, double activity) {}

  private final Path trail;
  private final Clock clock;
  private final Pace pace;
  private final Dice dice;
  private final Noise noise = new Noise();
  private final LogFile file = new LogFile();
  private final List<Team> teams;
  private final List<Model> exposed = new ArrayList<>();
  private final List<Model> isolated = new ArrayList<>();
  private final Actions actions;
  private final Refusals refusals;
  private final Jobs jobs;
  private final Thread thread;
  private volatile boolean closed;

  private Follower(Path out, Past past, Clock clock, Pace pace) {
    this.trail = out.resolve("AWSLogs").resolve(past.organisation().id());
    this.clock = clock;
    this.pace = pace;
    this.dice = Dice.of(UUID.randomUUID().getMostSignificantBits(), "follow");
    this.teams =
        past.organisation().accounts().stream().flatMap(each -> each.teams().stream()).toList();
    this.actions =
        new Actions(dice, (place, at, record) -> file.add(SageMakerRecords.bytes(record)));
    this.refusals = new Refusals(dice, actions, past.organisation().id());
    this.jobs = new Jobs(dice, actions);
    this.thread = Thread.ofVirtual().name("simulate-follow").unstarted(this::run);
  }

  static Follower start(Path out, Past past, Clock clock, Pace pace) {
    Follower follower = new Follower(out, past, clock, pace);
    follower.thread.start();
    return follower;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (!thread.join(CLOSE_WITHIN)) {
        LOG.atWarn().log("the simulator's last file is still being written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        Thread.sleep(dice.between(pace.least().toMillis(), pace.most().toMillis()));
      } catch (InterruptedException e) {
        // Only close() interrupts.
        return;
      }
      try {
        writeOne();
      } catch (IOException e) {
        LOG.atWarn()
            .setCause(e)
            .addKeyValue("directory", trail)
            .log("no log file written; will try again");
      }
    }
  }

  private void writeOne() throws IOException {
    Team team = dice.pick(teams);
    long now = clock.instant().getEpochSecond();
    long before = dice.between(3, 12);
    Crew crew = Crew.of(team.place(), now, dice);
    for (long i = 0; i < before; i++) {
      noise.write(file.next(), team.place(), crew, now - dice.between(0, 20), dice);
    }
    if (dice.chance(pace.activity())) {
      act(team, now);
    }
    file.write(trail, team.place(), now, dice);
  }

  private void act(Team team, long now) {
    int what = dice.below(100);
    List<Model> ours = exposed.stream().filter(model -> model.team().equals(team)).toList();
    if (!ours.isEmpty() && (what < 35 || exposed.size() > TOLERATED)) {
      mend(dice.pick(ours), now);
    } else if (what < 60) {
      create(team, dice.chance(0.4) ? Flag.ABSENT : Flag.TRUE, now);
    } else if (what < 70) {
      refusals.guardrail(newModel(team, Flag.FALSE, now), now);
    } else if (what < 78) {
      retire(team, now);
    } else {
      jobs.tell(team, now);
    }
  }

  private void create(Team team, Flag flag, long now) {
    Model model = newModel(team, flag, now);
    actions.create(model, now);
    remember(model);
  }

  private void mend(Model model, long now) {
    exposed.remove(model);
    actions.delete(model, now);
    Model successor = model.with(Flag.TRUE);
    actions.create(successor, now + 1);
    remember(successor);
  }

  private void retire(Team team, long now) {
    isolated.stream()
        .filter(model -> model.team().equals(team))
        .findFirst()
        .ifPresent(
            model -> {
              isolated.remove(model);
              actions.delete(model, now);
            });
  }

  private void remember(Model model) {
    List<Model> list = model.isolated() ? isolated : exposed;
    list.add(model);
    if (list.size() > REMEMBERED) {
      list.removeFirst();
    }
  }

  private Model newModel(Team team, Flag flag, long now) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(team.environmentKey(), dice.chance(0.6) ? team.productionValue() : "staging");
    if (dice.chance(0.6)) {
      tags.put(team.sensitivityKey(), team.sensitivityValue());
    }
    tags.put("team", team.name());
    String name = team.product() + "-" + Long.toString(now, 36) + "-" + dice.hex(4);
    return new Model(team, name, flag, tags, dice.chance(0.4), Container.OWN_IMAGE);
  }
}
