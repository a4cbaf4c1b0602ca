package io.isotrail.streams.codec;

import io.isotrail.avro.Evidence;
import io.isotrail.streams.compliance.Fact;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Facts as evidence for an auditor. */
public final class EvidenceCodec {

  /** Facts shown with a row. */
  public static final int MOST_FACTS = 200;

  /** Characters of one detail; a longer one is cut, since the topic has a limit for a row. */
  private static final int LONGEST_DETAIL = 512;

  static final long MOST_CHARACTERS = 1L << 20;

  private static final int MOST_DETAILS = 100;

  private EvidenceCodec() {}

  /** One fact. */
  static Evidence evidence(Fact fact) {
    return new Evidence(
        fact.at(),
        type(fact.what()),
        fact.operation(),
        fact.account(),
        fact.eventId(),
        fact.amends(),
        cut(fact.actor()),
        detail(fact.what()),
        fact.sources().stream().map(EvidenceCodec::cut).toList());
  }

  private static String type(Fact.What what) {
    return switch (what) {
      case Fact.Created ignored -> "CREATED";
      case Fact.Redefined ignored -> "REDEFINED";
      case Fact.Tagged ignored -> "TAGGED";
      case Fact.Untagged ignored -> "UNTAGGED";
      case Fact.Deleted ignored -> "DELETED";
      case Fact.Deployed ignored -> "DEPLOYED";
      case Fact.Undeployed ignored -> "UNDEPLOYED";
      case Fact.Seen ignored -> "SEEN";
    };
  }

  private static Map<String, String> detail(Fact.What what) {
    Details details = new Details();
    switch (what) {
      case Fact.Created created -> details.describe(created);
      case Fact.Redefined redefined -> details.describe(redefined.definition());
      case Fact.Tagged tagged ->
          tagged.tags().forEach((key, value) -> details.put("tag." + key, value));
      case Fact.Untagged untagged -> untagged.keys().forEach(key -> details.put("tag." + key, ""));
      case Fact.Deleted ignored -> {}
      case Fact.Deployed deployed -> {
        details.put("endpointConfig", deployed.endpointConfig());
        details.put("endpoint", deployed.endpoint());
        details.list("model", deployed.models());
      }
      case Fact.Undeployed ignored -> {}
      case Fact.Seen seen -> {
        details.put("isolation", seen.isolation().name());
        details.put("createdAt", text(seen.createdAt()));
        details.put("vpc", text(seen.vpc()));
        details.put("interContainerEncryption", text(seen.interContainerEncryption()));
        if (seen.tags() != null) {
          seen.tags().forEach((key, value) -> details.put("tag." + key, value));
        }
        details.list("image", seen.images());
        details.list("modelPackage", seen.modelPackages());
      }
    }
    return details.kept();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + "...";
  }

  /** What was observed, by name; sorted before it is cut, so that the cut is the same each time. */
  private static final class Details {
    private final TreeMap<String, String> byName = new TreeMap<>();

    void describe(Fact.Created created) {
      put("isolation", created.isolation().name());
      put("hidden", created.hidden() ? "true" : null);
      put("vpc", text(created.vpc()));
      put("interContainerEncryption", text(created.interContainerEncryption()));
      created.tags().forEach((key, value) -> put("tag." + key, value));
      list("image", created.images());
      list("modelPackage", created.modelPackages());
      list("model", created.models());
      put("definition", created.definition());
    }

    void put(String name, @Nullable String value) {
      if (value != null) {
        byName.put(cut(name), cut(value));
      }
    }

    void list(String name, List<String> values) {
      for (int i = 0; i < values.size(); i++) {
        put(values.size() == 1 ? name : name + "." + (i + 1), values.get(i));
      }
    }

    Map<String, String> kept() {
      while (byName.size() > MOST_DETAILS) {
        byName.pollLastEntry();
      }
      return byName;
    }
  }
}
