package io.isotrail.bench;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Deployed;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Tagged;
import io.isotrail.avro.Undeployed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The facts of an organisation as a live feed brings them: thousands of models at once, each
 * created with tags, tagged some more times, partly deployed and mostly deleted, in the order of
 * arrival, with the lateness that CloudTrail has. The same seed gives the same facts.
 */
final class LiveFeed {

  /** 2026-01-01T00:00:00Z. */
  private static final long BEGIN = 1_767_225_600L;

  private static final long DAY = 86_400;
  private static final long SPAN = 90 * DAY;
  private static final String[] REGIONS = {"us-east-1", "eu-west-1", "eu-central-1"};
  private static final String[] ENVIRONMENTS = {"prod", "prod", "staging", "dev"};
  private static final String[] CLASSES = {"restricted", "confidential", "internal", "public"};
  private static final String[] TEAMS = {
    "fraud", "search", "pricing", "vision", "ads", "risk", "churn", "speech", "legal", "supply"
  };

  private final SplittableRandom random;
  private final List<Arrival> arrivals = new ArrayList<>();

  /** A fact and the instant at which it reaches us, epoch seconds. */
  private record Arrival(long at, Fact fact) {}

  private LiveFeed(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * The facts in the order of arrival.
   *
   * @param models number of models; a model with what serves it has about seven facts
   */
  static List<Fact> of(int models, long seed) {
    LiveFeed feed = new LiveFeed(seed);
    for (int number = 0; number < models; number++) {
      feed.live(number);
    }
    feed.arrivals.sort(Comparator.comparingLong(Arrival::at));
    return feed.arrivals.stream().map(Arrival::fact).toList();
  }

  private void live(int number) {
    String account = String.format(Locale.ROOT, "%012d", 100_000_000_000L + random.nextInt(20));
    String region = REGIONS[random.nextInt(REGIONS.length)];
    String team = TEAMS[random.nextInt(TEAMS.length)];
    String name = team + "-Scoring-Model-" + number;
    long created = BEGIN + random.nextLong(SPAN);
    long deleted = created + DAY / 4 + random.nextLong(30 * DAY);
    arrive(fact(account, region, "model", name, "CreateModel", created, created(account, team)));
    int tagged = 2 + random.nextInt(4);
    for (int i = 0; i < tagged; i++) {
      // One of two comes right after the create, as pipelines do it.
      long at = i % 2 == 0 ? created + 1 + random.nextInt(120) : between(created, deleted);
      arrive(fact(account, region, "model", name, "AddTags", at, new Tagged(tags(team))));
    }
    if (random.nextInt(4) == 0) {
      deploy(account, region, name, created, deleted);
    }
    if (random.nextInt(5) != 0) {
      arrive(fact(account, region, "model", name, "DeleteModel", deleted, new Deleted()));
    }
  }

  private void deploy(String account, String region, String model, long created, long deleted) {
    long served = between(created, deleted);
    String config = model + "-config";
    Created names =
        Created.newBuilder().setIsolation(Isolation.UNKNOWN).setModels(List.of(model)).build();
    arrive(fact(account, region, "endpoint-config", config, "CreateEndpointConfig", served, names));
    Deployed deployed = Deployed.newBuilder().setEndpointConfig(config).build();
    arrive(fact(account, region, "endpoint", model, "CreateEndpoint", served + 1, deployed));
    long left = between(served, deleted);
    arrive(fact(account, region, "endpoint", model, "DeleteEndpoint", left, new Undeployed()));
    arrive(
        fact(
            account,
            region,
            "endpoint-config",
            config,
            "DeleteEndpointConfig",
            left + 1,
            new Deleted()));
  }

  private long between(long from, long to) {
    return from + 1 + random.nextLong(Math.max(1, to - from - 1));
  }

  private Created created(String account, String team) {
    return Created.newBuilder()
        .setIsolation(random.nextInt(10) < 7 ? Isolation.ISOLATED : Isolation.NOT_ISOLATED)
        .setVpc(random.nextBoolean())
        .setTags(tags(team))
        .setImages(List.of(account + ".dkr.ecr.us-east-1.amazonaws.com/" + team + "-serving:1.42"))
        .build();
  }

  private Map<String, String> tags(String team) {
    Map<String, String> tags = new TreeMap<>();
    tags.put("team", team);
    tags.put("environment", ENVIRONMENTS[random.nextInt(ENVIRONMENTS.length)]);
    tags.put("data-classification", CLASSES[random.nextInt(CLASSES.length)]);
    tags.put("cost-center", "cc-" + random.nextInt(100));
    return tags;
  }

  /** Minutes as a rule, hours or days for a few, and one of a hundred twice. */
  private void arrive(Fact fact) {
    long late = random.nextInt(50) == 0 ? random.nextLong(2 * DAY) : 60 + random.nextLong(14 * 60);
    arrivals.add(new Arrival(fact.getAt() + late, fact));
    if (random.nextInt(100) == 0) {
      arrivals.add(new Arrival(fact.getAt() + late + random.nextLong(DAY), fact));
    }
  }

  private Fact fact(
      String account,
      String region,
      String kind,
      String name,
      String operation,
      long at,
      Object body) {
    return Fact.newBuilder()
        .setAccount(account)
        .setEventId(hex(8) + "-" + hex(4) + "-4" + hex(3) + "-a" + hex(3) + "-" + hex(12))
        .setAt(at)
        .setOperation(operation)
        .setPartition("aws")
        .setRegion(region)
        .setResourceAccount(account)
        .setKind(kind)
        .setName(name)
        .setActor("arn:aws:sts::" + account + ":assumed-role/MLOpsDeployer/pipeline-" + hex(8))
        .setOrigin(Origin.S3)
        .setContentHash(hex(64))
        .setSource(
            "s3://org-trail/AWSLogs/o-abc/%s/CloudTrail/%s/2026/01/01/%s_CloudTrail_%s.json.gz"
                .formatted(account, region, account, hex(16)))
        .setBody(body)
        .build();
  }

  private String hex(int digits) {
    StringBuilder text = new StringBuilder(digits);
    while (text.length() < digits) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.toString();
  }
}
