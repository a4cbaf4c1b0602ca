package io.isotrail.app.simulate;

import io.isotrail.app.simulate.Model.Container;
import io.isotrail.app.simulate.Model.Flag;
import io.isotrail.app.simulate.Organisation.Team;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How models come, stay and go. Over the simulated time the organisation learns: fewer models
 * without isolation, and those are mended faster; yet some are forgotten.
 */
final class ModelStories {

  private static final long HOUR = 3600;
  private static final long DAY = 86_400;

  private final Dice dice;
  private final Actions actions;
  private final Refusals refusals;
  private final long start;
  private final long end;
  private final Map<Team, Integer> versions = new HashMap<>();
  private final Map<Model, Long> alive = new LinkedHashMap<>();

  ModelStories(Dice dice, Actions actions, Refusals refusals, long start, long end) {
    this.dice = dice;
    this.actions = actions;
    this.refusals = refusals;
    this.start = start;
    this.end = end;
  }

  /** Models that exist at the end, as far as anybody can know. */
  List<Past.Standing> alive() {
    return alive.entrySet().stream()
        .map(each -> new Past.Standing(each.getKey(), each.getValue()))
        .toList();
  }

  /** Any of them; empty before the first. */
  Optional<Model> any() {
    return alive.isEmpty() ? Optional.empty() : Optional.of(dice.pick(List.copyOf(alive.keySet())));
  }

  void tell(Team team) {
    if (dice.chance(0.06)) {
      tellOfOldModel(team);
      return;
    }
    long at = workingTime();
    Model model = newModel(team, at);
    if (!model.isolated() && dice.chance(0.1 + 0.2 * learned(at))) {
      refusals.guardrail(model, at);
      at += dice.between(HOUR, 6 * HOUR);
      model = model.with(Flag.TRUE);
    }
    create(model, at);
    long deployedAt = at + dice.between(300, 2 * HOUR);
    boolean deployed = dice.chance(0.6);
    if (deployed) {
      deploy(model, 1, deployedAt);
    }
    long changed = retag(model, deployedAt + 1);
    if (model.isolated()) {
      retire(model, changed + 1);
    } else {
      mend(model, changed + 1, deployed);
    }
  }

  private void create(Model model, long at) {
    if (dice.chance(0.008)) {
      actions.createHidden(model, at);
    } else if (dice.chance(0.012)) {
      actions.createCorrected(model, at);
    } else {
      actions.create(model, at);
    }
    if (dice.chance(0.05)) {
      // In the very second of the create.
      actions.tag(model, Map.of("cost-center", dice.digits(4)), at);
    }
    if (at >= start && at <= end) {
      alive.put(model, at);
    }
  }

  private void delete(Model model, long at) {
    actions.delete(model, at);
    if (at <= end) {
      alive.remove(model);
    }
  }

  private void deploy(Model model, int number, long at) {
    String config = model.name() + "-config-" + number;
    String endpoint = model.team().product() + "-" + model.team().name() + "-live";
    actions.configure(model, config, at);
    actions.deploy(model, endpoint, config, dice.chance(0.2), at + dice.between(20, 400));
  }

  /**
   * @return when the last change was made
   */
  private long retag(Model model, long from) {
    long at = from;
    Team team = model.team();
    if (dice.chance(0.15)) {
      at += dice.between(DAY / 2, 10 * DAY);
      actions.tag(model, Map.of(team.environmentKey(), team.productionValue()), at);
    }
    if (dice.chance(0.1)) {
      at += dice.between(HOUR, 5 * DAY);
      actions.tag(model, Map.of(team.sensitivityKey(), team.sensitivityValue()), at);
    }
    if (dice.chance(0.05)) {
      at += dice.between(HOUR, 8 * DAY);
      actions.untag(model, List.of(team.sensitivityKey()), at);
    }
    return at;
  }

  private void retire(Model model, long from) {
    if (dice.chance(0.55)) {
      delete(model, from + dice.around(30 * DAY, 0.7));
    }
  }

  private void mend(Model model, long from, boolean deployed) {
    if (dice.chance(0.11)) {
      return;
    }
    double impatience = 1.5 - learned(from);
    long at = from + dice.around(medianSeconds(model) * impatience, 0.9);
    int way = dice.below(100);
    if (way < 50) {
      replaceByNewName(model, at, deployed);
    } else if (way < 78) {
      replaceBySameName(model, at);
    } else if (way < 87) {
      // Recreated; nobody saw the delete.
      if (at <= end) {
        alive.remove(model);
      }
      create(model.with(Flag.TRUE), at);
    } else {
      delete(model, at);
    }
  }

  private void replaceByNewName(Model model, long at, boolean deployed) {
    Model successor = model.named(name(model.team())).with(Flag.TRUE);
    create(successor, at);
    if (deployed) {
      deploy(successor, 2, at + dice.between(120, HOUR));
      actions.deleteConfig(model, model.name() + "-config-1", at + HOUR + 120);
    }
    delete(model, at + 2 * HOUR + dice.between(0, HOUR));
  }

  private void replaceBySameName(Model model, long at) {
    delete(model, at);
    int pause = dice.below(10);
    long back =
        pause == 0
            ? 0
            : pause < 7
                ? dice.between(5, 20 * 60)
                : pause < 9 ? dice.between(HOUR, 20 * HOUR) : dice.between(26 * HOUR, 60 * HOUR);
    create(model.with(Flag.TRUE), at + back);
  }

  /** A model from before the trail: only its later traces are recorded. */
  private void tellOfOldModel(Team team) {
    Model model = newModel(team, start);
    long at = workingTime();
    if (dice.chance(0.75)) {
      actions.tag(model, Map.of(team.environmentKey(), team.productionValue()), at);
      if (at <= end) {
        alive.put(model, at);
      }
    }
    if (dice.chance(0.5)) {
      delete(model, at + dice.between(DAY, 40 * DAY));
    }
  }

  private Model newModel(Team team, long at) {
    double forgets = (0.42 - 0.28 * learned(at)) * team.carelessness();
    Flag flag = !dice.chance(forgets) ? Flag.TRUE : dice.chance(0.5) ? Flag.FALSE : Flag.ABSENT;
    Map<String, String> tags = new LinkedHashMap<>();
    int environment = dice.below(100);
    if (environment < 48) {
      tags.put(team.environmentKey(), team.productionValue());
    } else if (environment < 75) {
      tags.put(team.environmentKey(), dice.pick(List.of("staging", "dev", "test")));
    }
    if (dice.chance(0.6)) {
      tags.put(team.sensitivityKey(), team.sensitivityValue());
    }
    if (dice.chance(0.7)) {
      tags.put(dice.chance(0.5) ? "team" : "Owner", team.name());
    }
    tags.put("cost-center", dice.digits(4));
    int image = dice.below(100);
    Container container =
        image < 55
            ? Container.OWN_IMAGE
            : image < 85
                ? Container.AWS_IMAGE
                : image < 92
                    ? Container.OWN_PACKAGE
                    : image < 97 ? Container.FOREIGN_IMAGE : Container.MARKETPLACE;
    // Marketplace refuses what is not isolated.
    Flag allowed = container == Container.MARKETPLACE ? Flag.TRUE : flag;
    return new Model(team, name(team), allowed, tags, dice.chance(0.4), container);
  }

  private String name(Team team) {
    int version = versions.merge(team, 1, Integer::sum);
    String stem = team.product();
    if (team.camelCase()) {
      StringBuilder text = new StringBuilder();
      for (String word : stem.split("-", -1)) {
        text.append(text.isEmpty() ? "" : "-")
            .append(Character.toUpperCase(word.charAt(0)))
            .append(word, 1, word.length());
      }
      stem = text.toString();
    }
    return stem + "-v" + version;
  }

  private static double medianSeconds(Model model) {
    boolean production = model.tags().containsValue(model.team().productionValue());
    boolean classified = model.tags().containsKey(model.team().sensitivityKey());
    if (production) {
      return classified ? 14 * HOUR : 2.5 * DAY;
    }
    return classified ? 7.0 * DAY : 13.0 * DAY;
  }

  private double learned(long at) {
    return Math.clamp((double) (at - start) / (end - start), 0, 1);
  }

  /** Mostly on weekdays in office hours. */
  private long workingTime() {
    long at = dice.between(start + 60, end);
    for (int tries = 0; tries < 4; tries++) {
      long weekday = Math.floorMod(at / DAY + 4, 7);
      long hour = at % DAY / HOUR;
      if (weekday != 0 && weekday != 6 && hour >= 7 && hour < 19) {
        return at;
      }
      at = dice.between(start + 60, end);
    }
    return at;
  }
}
