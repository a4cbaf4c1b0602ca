package io.isotrail.app.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who works here: accounts with their teams.
 *
 * @param id the organisation's id, {@code o-} and ten letters
 */
record Organisation(String id, List<Account> accounts) {

  static final List<String> REGIONS = List.of("us-east-1", "eu-west-1");

  /** Shared account of the organisation that holds the container images all may use. */
  static final String REGISTRY_ACCOUNT = "763104351884";

  /** Account under which AWS Marketplace publishes model packages. */
  static final String MARKETPLACE_ACCOUNT = "865070037744";

  /**
   * One account.
   *
   * @param listed false when the policy's map does not know it
   */
  record Account(
      String id,
      String name,
      Optional<String> environment,
      Optional<String> owner,
      Optional<String> sensitivity,
      boolean listed,
      List<Team> teams) {}

  /**
   * One team with its habits.
   *
   * @param product stem of its model names
   * @param camelCase whether it writes names in mixed case
   * @param environmentKey the tag key that it uses for the environment
   * @param productionValue what it writes for production
   * @param sensitivityKey the tag key that it uses for the class of its data
   * @param sensitivityValue what it writes there
   * @param carelessness how often it forgets isolation, relative to the others
   */
  record Team(
      Place place,
      String name,
      String product,
      boolean camelCase,
      String environmentKey,
      String productionValue,
      String sensitivityKey,
      String sensitivityValue,
      double carelessness) {}

  private record Habit(String team, String product, String key, String value) {}

  private record Kind(String name, String environment, String owner, String sensitivity) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("payments-prod", "production", "payments-platform", "confidential"),
          new Kind("ml-platform-prod", "production", "ml-platform", ""),
          new Kind("research-sandbox", "non-production", "research", "internal"),
          new Kind("health-analytics", "", "health-data", "restricted"),
          new Kind("marketing-data", "non-production", "", ""),
          new Kind("retail-prod", "production", "retail-insights", "internal"),
          new Kind("shared-services", "", "", ""));

  private static final List<Habit> HABITS =
      List.of(
          new Habit("fraud-detection", "fraud-score", "data-classification", "pci"),
          new Habit("pricing", "price-elasticity", "data-classification", "confidential"),
          new Habit("claims", "claims-triage", "DataClassification", "PHI"),
          new Habit("search", "search-rank", "sensitivity", "internal"),
          new Habit("recommendation", "next-offer", "classification", "pii"),
          new Habit("forecasting", "demand-forecast", "Sensitivity", "Internal"),
          new Habit("vision", "shelf-vision", "data_classification", "public"),
          new Habit("responsible-ai", "clarify-bias", "classification", "confidential"),
          new Habit("language", "ticket-intent", "Data-Classification", "Restricted"));

  static Organisation of(long seed, int accounts) {
    Dice dice = Dice.of(seed, "organisation");
    String id = "o-" + dice.hex(10);
    List<Account> list = new ArrayList<>();
    for (int i = 0; i < accounts; i++) {
      Kind kind = KINDS.get(i % KINDS.size());
      String number = i < KINDS.size() ? "" : "-" + (i / KINDS.size() + 1);
      String account = dice.between(1, 9) + dice.digits(11);
      list.add(
          new Account(
              account,
              kind.name + number,
              filled(kind.environment),
              filled(kind.owner),
              filled(kind.sensitivity),
              i % KINDS.size() != 6,
              teams(dice, account, i)));
    }
    return new Organisation(id, List.copyOf(list));
  }

  private static List<Team> teams(Dice dice, String account, int index) {
    List<Team> teams = new ArrayList<>();
    int count = (int) dice.between(2, 3);
    for (int i = 0; i < count; i++) {
      Habit habit = HABITS.get((index * 2 + i * 3) % HABITS.size());
      teams.add(
          new Team(
              new Place(account, REGIONS.get(dice.chance(0.65) ? 0 : 1)),
              habit.team,
              habit.product,
              dice.chance(0.35),
              dice.pick(List.of("Environment", "environment", "env", "Stage")),
              dice.pick(List.of("production", "prod", "Prod", "PRD", "live")),
              habit.key,
              habit.value,
              0.5 + dice.between(0, 100) / 100.0));
    }
    return List.copyOf(teams);
  }

  private static Optional<String> filled(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
