package io.isotrail.app.crash;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Rejected;
import io.isotrail.avro.Tagged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Invented lives of models, with their outcome written down while they are invented. The outcome
 * follows from docs/reference/semantics.md and shares no code with what judges: a model that is not
 * isolated is in violation from its create to its end; how that ends is seen where the end is
 * invented. One account is exempt by an exception that is published in the middle of the flow.
 */
final class Stories implements Expectation {

  static final String EXEMPT_ACCOUNT = "100000000005";
  private static final long DAY = 86_400;
  private static final int ACCOUNTS = 6;
  private static final List<String> REGIONS = List.of("eu-central-1", "us-east-1");

  /** By how much facts come out of order, in places. */
  private static final int DISORDER = 20_000;

  private final Random random;
  private final long end;
  private final List<Fact> distinct = new ArrayList<>();
  private final SortedMap<String, String> statuses = new TreeMap<>();
  private final SortedMap<String, String> violations = new TreeMap<>();
  private final SortedMap<String, Long> measures = new TreeMap<>();
  private final SortedMap<String, Long> kpis = new TreeMap<>();

  private record Place(String account, String region, String name) {
    String key() {
      return "aws/" + account + "/" + region + "/model/" + name.toLowerCase(Locale.ROOT);
    }

    boolean exempt() {
      return account.equals(EXEMPT_ACCOUNT);
    }
  }

  private record Life(long from, boolean isolated, boolean production) {}

  private record Placed(Fact fact, int at) {}

  /**
   * @param end epoch seconds, after everything that happens
   */
  private Stories(long seed, long end) {
    this.random = new Random(seed);
    this.end = end;
  }

  /**
   * Invents lives until there are four fifths of so many facts; the rest will be copies.
   *
   * @param facts how many are published
   */
  static Stories invent(long seed, long end, int facts) {
    Stories stories = new Stories(seed, end);
    for (String path : List.of("models.isolated", "models.violation", "models.exempt")) {
      stories.kpis.put(path, 0L);
    }
    for (int model = 0; stories.distinct.size() < facts * 4 / 5; model++) {
      stories.live(model);
    }
    return stories;
  }

  private void live(int model) {
    Place place =
        new Place(
            "10000000000" + random.nextInt(ACCOUNTS),
            REGIONS.get(random.nextInt(REGIONS.size())),
            "Model-" + model);
    long now = end - 100 * DAY + random.nextLong(20 * DAY);
    if (model % 25 == 0) {
      reject(place, now - 60);
    }
    Life life = begin(place, now);
    for (int more = random.nextInt(3); ; more--) {
      now = tag(place, now);
      long stop = now + 3600 + random.nextLong(20 * DAY);
      long next = stop + (random.nextBoolean() ? 1 + random.nextLong(80_000) : 2 * DAY);
      if (next > end - 3600 || (more == 0 && random.nextBoolean())) {
        alive(place, life);
        return;
      }
      boolean deleted = more == 0 || random.nextInt(10) < 7;
      if (deleted) {
        say(place, stop, "DeleteModel", Deleted.newBuilder().build());
      }
      if (more == 0) {
        over(place, life, stop, "DELETED");
        statuses.put(place.key(), "GONE");
        return;
      }
      Life successor = begin(place, next);
      if (deleted) {
        boolean replaced = successor.isolated() && next - stop <= DAY;
        over(place, life, stop, replaced ? "REPLACED" : "DELETED");
      } else {
        over(place, life, next, "INFERRED");
      }
      life = successor;
      now = next;
    }
  }

  private Life begin(Place place, long at) {
    Life life = new Life(at, random.nextInt(10) < 6, random.nextBoolean());
    Map<String, String> tags = Map.of("environment", life.production() ? "prod" : "dev");
    say(
        place,
        at,
        "CreateModel",
        Created.newBuilder()
            .setIsolation(life.isolated() ? Isolation.ISOLATED : Isolation.NOT_ISOLATED)
            .setTags(tags)
            .build());
    return life;
  }

  /** Tags that change severity and owner, and no status. */
  private long tag(Place place, long from) {
    long now = from;
    for (int tags = 1 + random.nextInt(4); tags > 0; tags--) {
      now += 1 + random.nextLong(DAY / 4);
      Map<String, String> set =
          random.nextBoolean()
              ? Map.of("team", "team-" + random.nextInt(5))
              : Map.of("data-classification", List.of("pii", "internal").get(random.nextInt(2)));
      say(place, now, "AddTags", Tagged.newBuilder().setTags(set).build());
    }
    return now;
  }

  private void reject(Place place, long at) {
    say(
        place,
        at,
        "CreateModel",
        Rejected.newBuilder()
            .setErrorCode("AccessDeniedException")
            .setRequestVisible(true)
            .setIsolation(Isolation.NOT_ISOLATED)
            .build());
    measures.merge("rejections.isolation.aws", 1L, Long::sum);
    kpis.merge("rejections.isolation", 1L, Long::sum);
  }

  private void alive(Place place, Life life) {
    String status = life.isolated() ? "COMPLIANT" : place.exempt() ? "EXEMPT" : "VIOLATION";
    statuses.put(place.key(), status);
    measures.merge("level." + status, 1L, Long::sum);
    if (life.production()) {
      kpis.merge(
          "models." + (life.isolated() ? "isolated" : status.toLowerCase(Locale.ROOT)),
          1L,
          Long::sum);
      kpis.merge("models.production", 1L, Long::sum);
    }
    if (status.equals("VIOLATION")) {
      opened(place, life, "open");
      kpis.merge("open.count", 1L, Long::sum);
    }
  }

  private void over(Place place, Life life, long at, String how) {
    if (life.isolated() || place.exempt()) {
      return;
    }
    opened(place, life, at + " " + how);
    measures.merge("ended." + how, 1L, Long::sum);
    measures.merge("endedSeconds." + how, at - life.from(), Long::sum);
    kpis.merge("ends." + how, 1L, Long::sum);
    if (!how.equals("INFERRED")) {
      kpis.merge("remediation.count", 1L, Long::sum);
    }
  }

  private void opened(Place place, Life life, String end) {
    violations.put(place.key() + " @ " + life.from(), end);
    measures.merge("opened", 1L, Long::sum);
  }

  private void say(Place place, long at, String operation, Object body) {
    distinct.add(
        Fact.newBuilder()
            .setAccount(place.account())
            .setEventId("event-" + distinct.size())
            .setAt(at)
            .setOperation(operation)
            .setPartition("aws")
            .setRegion(place.region())
            .setResourceAccount(place.account())
            .setKind("model")
            .setName(place.name())
            .setActor("arn:aws:iam::" + place.account() + ":role/deploy")
            .setOrigin(Origin.S3)
            .setContentHash("5".repeat(64))
            .setSource("s3://trail/" + distinct.size() / 50)
            .setBody(body)
            .build());
  }

  /**
   * All facts and as many copies as are wanted, roughly by time and out of order within limits.
   *
   * @param facts how many; at least as many as were invented
   */
  List<Fact> shuffled(int facts) {
    List<Fact> byTime = new ArrayList<>(distinct);
    byTime.sort(Comparator.comparingLong(Fact::getAt));
    List<Placed> placed = new ArrayList<>(facts);
    for (int index = 0; index < byTime.size(); index++) {
      placed.add(new Placed(byTime.get(index), index + random.nextInt(DISORDER)));
    }
    while (placed.size() < facts) {
      int index = random.nextInt(byTime.size());
      Fact copy = copy(byTime.get(index));
      placed.add(new Placed(copy, index + random.nextInt(2 * DISORDER)));
    }
    placed.sort(Comparator.comparingInt(Placed::at));
    return placed.stream().map(Placed::fact).toList();
  }

  /** The same again, or a copy by a lesser way that knows less and must lose. */
  private Fact copy(Fact fact) {
    if (random.nextInt(3) > 0 || !(fact.getBody() instanceof Created)) {
      return fact;
    }
    return Fact.newBuilder(fact)
        .setOrigin(Origin.EVENTBRIDGE)
        .setContentHash("1".repeat(64))
        .setBody(Created.newBuilder().setIsolation(Isolation.UNKNOWN).setHidden(true).build())
        .build();
  }

  @Override
  public SortedMap<String, String> statuses() {
    return statuses;
  }

  @Override
  public SortedMap<String, String> violations() {
    return violations;
  }

  @Override
  public SortedMap<String, Long> measures() {
    return measures;
  }

  @Override
  public SortedMap<String, Long> kpis() {
    return kpis;
  }

  static String locality(Fact fact) {
    return fact.getPartition() + "/" + fact.getResourceAccount() + "/" + fact.getRegion();
  }
}
