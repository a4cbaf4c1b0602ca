package io.isotrail.streams.oracle;

/**
 * One small thing that happens in a generated history. Its numbers are read by {@link Telling} and
 * {@link Bodies}; zero is the plainest of each, so that a history shrinks towards plain ones.
 *
 * @param moment which of the history's instants
 * @param name which resource among those that the verb concerns
 * @param flavor what the request says: isolation, containers, models
 * @param tags which tags
 * @param place which locality
 * @param id what the eventID begins with, and so the order within a second
 * @param echo what else of the event arrives: copies, addenda
 */
public record Step(
    Verb verb, int moment, int name, int flavor, int tags, int place, int id, int echo) {

  static final int NAMES = 48;
  static final int FLAVORS = 12;
  static final int TAGS = 12;
  static final int IDS = 100;
  static final int ECHOES = 20;

  /** What happens. */
  public enum Verb {
    CREATE_MODEL,
    DELETE_MODEL,
    TAG,
    UNTAG,
    CREATE_CONFIG,
    DELETE_CONFIG,
    CREATE_ENDPOINT,
    UPDATE_ENDPOINT,
    DELETE_ENDPOINT,
    CREATE_COMPONENT,
    UPDATE_COMPONENT,
    DELETE_COMPONENT,
    TRANSFORM,
    SEE,
    CREATE_SCHEDULE,
    REDEFINE_SCHEDULE,
    DELETE_SCHEDULE,
    CREATE_DEFINITION,
    DELETE_DEFINITION,
    CREATE_RUN,
    END_RUN,
    REJECT
  }

  /** The same call to the same resource with another content. */
  Step otherwise() {
    return new Step(verb, moment, name, (flavor + 1) % FLAVORS, (tags + 1) % TAGS, place, id, echo);
  }

  Step later(int moments) {
    return new Step(verb, moment + moments, name, flavor, tags, place, id, echo);
  }
}
