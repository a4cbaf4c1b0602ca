package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the judge concluded about one resource: its generations with their spells, future ones
 * included. All instants are epoch seconds.
 *
 * @param subject the resource
 * @param accountName name of the account by the policy's map
 * @param lastEventAt event time of its latest fact
 * @param generations the oldest first; empty when the facts say nothing that exists (a delete
 *     alone). Numbers may be missing: generations that are not judged (an endpoint config that
 *     names models) and those that were purged
 */
public record History(
    Subject subject, @Nullable String accountName, long lastEventAt, List<Generation> generations) {

  /**
   * The same, with the stretches of another history as they are there where they are equal: what
   * compares, keeps or writes it need not look into them again.
   */
  public History sharing(@Nullable History before) {
    if (before == null) {
      return this;
    }
    List<Generation> shared = new ArrayList<>(generations.size());
    int place = 0;
    for (Generation generation : generations) {
      while (place < before.generations.size()
          && before.generations.get(place).number() < generation.number()) {
        place++;
      }
      shared.add(
          place == before.generations.size()
              ? generation
              : generation.sharing(before.generations.get(place)));
    }
    return new History(subject, accountName, lastEventAt, List.copyOf(shared));
  }

  /** How many stretches at the beginning of both are equal. */
  public static int common(List<Spell> one, List<Spell> other) {
    int most = Math.min(one.size(), other.size());
    int common = 0;
    while (common < most && isSame(one.get(common), other.get(common))) {
      common++;
    }
    return common;
  }

  @SuppressWarnings("ReferenceEquality") // Mostly they are shared, and then not looked into.
  private static boolean isSame(Spell one, Spell other) {
    return one == other || one.equals(other);
  }

  /**
   * One life of a name.
   *
   * @param number counts from 1
   * @param id eventID of its first fact
   * @param name in the case in which it was created
   * @param from first instant at which it is known to exist
   * @param created false when the creation was never seen
   * @param createdBy actor of the create; empty when unknown
   * @param hidden whether CloudTrail omitted the request of its create
   * @param exposedSince since when isolation is missing in fact: its creation, or as an inventory
   *     described it
   * @param detectedAt when this system could first know
   * @param tags the latest tags
   * @param deletedAt when it was deleted, or must have been because its name was created again;
   *     null while it was not
   * @param served what served it when, in the order of beginning, then of the name
   * @param spells in time order, without gaps, the last one GONE when the generation has ended
   */
  public record Generation(
      int number,
      String id,
      String name,
      long from,
      boolean created,
      String createdBy,
      Isolation isolation,
      boolean hidden,
      @Nullable Boolean vpc,
      @Nullable Boolean interContainerEncryption,
      long exposedSince,
      long detectedAt,
      Map<String, String> tags,
      @Nullable Long deletedAt,
      List<Served> served,
      List<Spell> spells) {

    private Generation sharing(Generation before) {
      int common = common(before.spells, spells);
      if (common == 0) {
        return this;
      }
      if (common == spells.size() && equals(before)) {
        return before;
      }
      List<Spell> shared = new ArrayList<>(spells.size());
      shared.addAll(before.spells.subList(0, common));
      shared.addAll(spells.subList(common, spells.size()));
      return new Generation(
          number,
          id,
          name,
          from,
          created,
          createdBy,
          isolation,
          hidden,
          vpc,
          interContainerEncryption,
          exposedSince,
          detectedAt,
          tags,
          deletedAt,
          served,
          List.copyOf(shared));
    }

    /** The endpoints that serve it at an instant, by name, each once. */
    public List<String> endpointsAt(long instant) {
      if (served.isEmpty()) {
        return List.of();
      }
      return served.stream()
          .filter(each -> each.from() <= instant && (each.to() == null || instant < each.to()))
          .map(Served::endpoint)
          // A component whose create was not seen serves on an endpoint that is not known.
          .filter(endpoint -> !endpoint.isEmpty())
          .distinct()
          .sorted()
          .toList();
    }
  }

  /**
   * A stretch in which an endpoint served a generation, by itself or through an inference
   * component.
   *
   * @param endpoint its name
   * @param from epoch seconds
   * @param to exclusive; null while nothing ends it
   */
  public record Served(String endpoint, long from, @Nullable Long to) {}

  /**
   * A stretch of unchanged verdict.
   *
   * @param from inclusive
   * @param to exclusive; null when nothing known will end it
   * @param severity only in a violation
   * @param inService null for kinds that nothing serves
   * @param exception id of the exception in force, when EXEMPT
   * @param openedAt opening of the violation spell that this stretch belongs to
   * @param dueAt when that violation is due, by this and its earlier stretches
   * @param endedAs on the last stretch of an ended violation: how it ended
   */
  public record Spell(
      long from,
      @Nullable Long to,
      Status status,
      @Nullable Severity severity,
      String environment,
      String sensitivity,
      String owner,
      boolean thirdParty,
      @Nullable Boolean inService,
      @Nullable String exception,
      @Nullable Long openedAt,
      @Nullable Long dueAt,
      @Nullable Ending endedAs) {}
}
