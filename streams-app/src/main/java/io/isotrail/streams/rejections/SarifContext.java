package io.isotrail.streams.rejections;

import java.util.Optional;
import java.util.Set;

/**
 * What a SARIF file does not say by itself.
 *
 * @param account twelve digits
 * @param id the client's id of this run of its pipeline; else the run's automationDetails say it
 * @param at epoch seconds; else the run's invocations say it, else it is the time of receipt
 * @param pipeline name; else the run's tool is named
 * @param actor who started the pipeline
 * @param ruleIds the rules that count, in any letter case
 */
public record SarifContext(
    String account,
    String region,
    Optional<String> id,
    Optional<Long> at,
    Optional<String> pipeline,
    Optional<String> actor,
    Set<String> ruleIds) {

  /**
   * Reads the parameters as they were given.
   *
   * @param now epoch seconds; what is further ahead than an hour is refused
   * @throws InvalidReportException naming the parameter
   */
  public static SarifContext of(
      Optional<String> account,
      Optional<String> region,
      Optional<String> id,
      Optional<String> at,
      Optional<String> pipeline,
      Optional<String> actor,
      Set<String> ruleIds,
      long now) {
    return new SarifContext(
        account
            .filter(Values::isAccount)
            .orElseThrow(() -> refused("account", "an account of twelve digits")),
        region
            .filter(Values::isRegion)
            .orElseThrow(() -> refused("region", "a region such as eu-central-1")),
        text("id", id, 64),
        at.map(text -> Values.instant(text, now).orElseThrow(() -> refused("at", Values.INSTANT))),
        text("pipeline", pipeline, 256),
        text("actor", actor, 1_024),
        ruleIds);
  }

  private static Optional<String> text(String name, Optional<String> text, int most) {
    if (text.isPresent() && !Values.isText(text.get(), most)) {
      throw refused(name, "1 to " + most + Values.TEXT);
    }
    return text;
  }

  private static InvalidReportException refused(String name, String accepted) {
    return InvalidReportException.parameter(name, "'" + name + "' needs " + accepted + ".");
  }
}
