package io.isotrail.app.simulate;

import io.isotrail.app.simulate.Organisation.Team;
import java.util.List;

/**
 * What happened in SageMaker until the end of the past.
 *
 * @param organisation who did it
 * @param start epoch seconds
 * @param end epoch seconds
 * @param deliveries its records
 * @param alive models that exist at the end
 */
record Past(
    Organisation organisation, long start, long end, Deliveries deliveries, List<Standing> alive) {

  private static final long DAY = 86_400;

  /**
   * A model that exists.
   *
   * @param since its creation or first trace, epoch seconds
   */
  record Standing(Model model, long since) {}

  /**
   * Tells stories until there are as many records as wanted.
   *
   * @param end epoch seconds
   */
  static Past of(SimulationOptions options, long end) {
    Organisation organisation = Organisation.of(options.seed(), options.accounts());
    long start = end - options.days() * DAY;
    Dice dice = Dice.of(options.seed(), "stories");
    Deliveries deliveries =
        new Deliveries(
            Dice.of(options.seed(), "deliveries"),
            start,
            end,
            organisation.accounts().getFirst().id());
    Actions actions = new Actions(dice, deliveries::add);
    Refusals refusals = new Refusals(dice, actions, organisation.id());
    ModelStories models = new ModelStories(dice, actions, refusals, start, end);
    Jobs jobs = new Jobs(dice, actions);
    List<Team> teams =
        organisation.accounts().stream().flatMap(account -> account.teams().stream()).toList();
    long wanted =
        Math.round(
            options.sageMakerShare()
                * options.recordsPerDay()
                * (double) options.accounts()
                * options.days());
    while (deliveries.accepted() < wanted) {
      Team team = dice.pick(teams);
      int what = dice.below(100);
      if (what < 38) {
        models.tell(team);
      } else if (what < 44) {
        models.any().ifPresent(model -> refusals.other(model, dice.between(start, end)));
      } else {
        jobs.tell(team, dice.between(start, end));
      }
    }
    return new Past(organisation, start, end, deliveries, models.alive());
  }
}
