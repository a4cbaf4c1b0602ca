package io.isotrail.streams.compliance;

import io.isotrail.streams.governance.GovernanceFiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Facts, policies and exceptions for tests, about one model. */
public final class Facts {

  public static final String ACCOUNT = "111122223333";
  public static final Subject MODEL =
      new Subject("aws", ACCOUNT, "eu-central-1", "model", "fraud-v3");
  public static final Map<String, String> PRODUCTION = Map.of("environment", "prod");
  public static final Policy POLICY = GovernanceFiles.defaultPolicy();
  public static final Governance DEFAULT =
      new Governance(List.of(new Policy.Published(POLICY, 0, 1)), List.of());

  private Facts() {}

  public static Fact created(long at, String id, Isolation isolation, Map<String, String> tags) {
    return fact(
        at,
        id,
        "CreateModel",
        new Fact.Created(
            isolation,
            false,
            null,
            null,
            sorted(tags),
            List.of(),
            List.of(),
            List.of(),
            null,
            null));
  }

  public static Fact hidden(long at, String id) {
    return fact(
        at,
        id,
        "CreateModel",
        new Fact.Created(
            Isolation.UNKNOWN,
            true,
            null,
            null,
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            null));
  }

  /** A create that names models. */
  static Fact naming(long at, String id, String operation, Isolation isolation, String... models) {
    return fact(at, id, operation, described(isolation, List.of(models), null, null));
  }

  /** A create that names a job definition. */
  static Fact defined(long at, String id, String operation, String definition, String kind) {
    return fact(at, id, operation, described(Isolation.UNKNOWN, List.of(), definition, kind));
  }

  private static Fact.Created described(
      Isolation isolation,
      List<String> models,
      @Nullable String definition,
      @Nullable String definitionKind) {
    return new Fact.Created(
        isolation,
        false,
        null,
        null,
        Map.of(),
        List.of(),
        List.of(),
        models,
        definition,
        definitionKind);
  }

  public static Fact createdFrom(
      long at, String id, List<String> images, List<String> modelPackages) {
    return fact(
        at,
        id,
        "CreateModel",
        new Fact.Created(
            Isolation.NOT_ISOLATED,
            false,
            null,
            null,
            sorted(PRODUCTION),
            images,
            modelPackages,
            List.of(),
            null,
            null));
  }

  public static Fact deleted(long at, String id) {
    return fact(at, id, "DeleteModel", new Fact.Deleted());
  }

  public static Fact tagged(long at, String id, Map<String, String> tags) {
    return fact(at, id, "AddTags", new Fact.Tagged(sorted(tags)));
  }

  public static Fact untagged(long at, String id, String... keys) {
    return fact(at, id, "DeleteTags", new Fact.Untagged(List.of(keys)));
  }

  public static Fact seen(
      long at,
      String id,
      Isolation isolation,
      @Nullable Long createdAt,
      @Nullable Map<String, String> tags) {
    return fact(
        at,
        id,
        "DescribeModel",
        new Fact.Seen(isolation, createdAt, null, null, tags, List.of(), List.of()));
  }

  public static Fact fact(long at, String id, String operation, Fact.What what) {
    return new Fact(
        ACCOUNT,
        id,
        null,
        at,
        operation,
        "Fraud-V3",
        "arn:aws:iam::111122223333:user/ana",
        Fact.Origin.S3,
        operation + at + what,
        Collections.unmodifiableSortedSet(new TreeSet<>(List.of("a.json.gz"))),
        what);
  }

  public static Fact amending(Fact fact, String original) {
    return new Fact(
        fact.account(),
        fact.eventId(),
        original,
        fact.at(),
        fact.operation(),
        fact.name(),
        fact.actor(),
        fact.origin(),
        fact.contentHash() + original,
        fact.sources(),
        fact.what());
  }

  public static Fact copy(Fact fact, Fact.Origin origin, String source) {
    return new Fact(
        fact.account(),
        fact.eventId(),
        fact.amends(),
        fact.at(),
        fact.operation(),
        fact.name(),
        fact.actor(),
        origin,
        fact.contentHash(),
        Collections.unmodifiableSortedSet(new TreeSet<>(List.of(source))),
        fact.what());
  }

  /** An exception that was approved when it began. */
  public static ExceptionGrant grant(
      String id, String resource, long from, long until, @Nullable Long revokedAt) {
    return new ExceptionGrant(
        id, resource, "because", "T-1", "ana", "bo", from, from, until, revokedAt, List.of());
  }

  public static Governance with(ExceptionGrant... exceptions) {
    return new Governance(DEFAULT.policies(), List.of(exceptions));
  }

  /** Later versions of the default policy, published in turn. */
  public static Governance after(Policy.Published... later) {
    List<Policy.Published> policies = new ArrayList<>(DEFAULT.policies());
    policies.addAll(List.of(later));
    return new Governance(policies, List.of());
  }

  private static Map<String, String> sorted(Map<String, String> tags) {
    return Collections.unmodifiableMap(new TreeMap<>(tags));
  }
}
