package io.isotrail.streams.oracle;

import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publishes rulings in the order of their instants, as revisions of policies and exceptions. */
final class Publishing {

  private static final List<String> PATTERNS =
      List.of(
          "*",
          "*:model/*",
          "*:MODEL/model-a",
          "arn:aws:sagemaker:*:111111111111:*/Model-?",
          "*sandbox*",
          "*:endpoint-config/*",
          "*:222222222222:*",
          "*schedule*");

  /** What an exception says, without when it was revoked. */
  private record Terms(
      String resource, @Nullable Long approvedAt, long validFrom, long validUntil) {}

  private final List<Long> instants;
  private final List<Governance> records = new ArrayList<>();
  private final Map<String, Long> revisions = new HashMap<>();
  private final Map<String, Terms> standing = new HashMap<>();

  private Publishing(List<Long> instants) {
    this.instants = instants;
  }

  static List<Governance> of(List<Ruling> rulings, List<Long> instants) {
    Publishing publishing = new Publishing(instants);
    if (rulings.stream().noneMatch(ruling -> ruling.act() == Ruling.Act.POLICY)) {
      publishing.policy(instants.getFirst(), 0);
    }
    rulings.stream()
        .sorted(Comparator.comparingInt(ruling -> ruling.moment() % instants.size()))
        .forEach(publishing::publish);
    return List.copyOf(publishing.records);
  }

  private long instant(int moment) {
    return instants.get(moment % instants.size());
  }

  private void publish(Ruling ruling) {
    long now = instant(ruling.moment());
    String id = "EX-" + ruling.id();
    switch (ruling.act()) {
      case POLICY -> policy(now, ruling.flavor());
      case APPROVE -> exception(id, now, terms(ruling, now, true), null);
      case REQUEST -> exception(id, now, terms(ruling, now, false), null);
      case REVOKE -> {
        Terms terms = standing.get(id);
        if (terms != null) {
          exception(id, now, terms, now);
        }
      }
    }
  }

  private Terms terms(Ruling ruling, long now, boolean approved) {
    int flavor = ruling.flavor();
    // Approved when it is published or before; valid from before, then or later.
    long approvedAt = now - (flavor / 8 % 2 == 0 ? 0 : 5_000);
    long validFrom =
        switch (flavor / 16 % 4) {
          case 1 -> approvedAt - 100_000;
          case 2 -> Math.max(approvedAt, instant(flavor));
          case 3 -> approvedAt + 86_400;
          default -> approvedAt;
        };
    long someInstant = instant(flavor / 3);
    long validUntil = someInstant > validFrom ? someInstant : validFrom + 10L * 86_400;
    return new Terms(
        PATTERNS.get(flavor % PATTERNS.size()),
        approved ? Long.valueOf(approvedAt) : null,
        validFrom,
        validUntil);
  }

  private void exception(String id, long now, Terms terms, @Nullable Long revokedAt) {
    String document =
        """
        {"id": "%s", "resource": "%s", "reason": "cannot", "ticket": "SEC-1",
         "requestedBy": "ana", %s "validFrom": "%s", "validUntil": "%s"%s}
        """
            .formatted(
                id,
                terms.resource(),
                terms.approvedAt() == null
                    ? ""
                    : "\"approver\": \"bo\", \"approvedAt\": \"%s\","
                        .formatted(time(terms.approvedAt())),
                time(terms.validFrom()),
                time(terms.validUntil()),
                revokedAt == null ? "" : ", \"revokedAt\": \"%s\"".formatted(time(revokedAt)));
    publish(GovernanceKind.EXCEPTION, id, now, document);
    if (revokedAt == null) {
      standing.put(id, terms);
    } else {
      // Nobody revokes twice.
      standing.remove(id);
    }
  }

  private void policy(long now, int flavor) {
    List<String> sections = new ArrayList<>();
    sections.add("\"version\": \"v%d\"".formatted(flavor));
    for (PolicySection section : PolicySection.values()) {
      if (section.isIn(flavor)) {
        sections.add(section.json());
      }
    }
    if (flavor / 32 % 4 != 0) {
      // Before its publication, or after it.
      long effectiveFrom = flavor / 32 % 2 == 0 ? now - 200_000 : now + 90_000;
      sections.add("\"effectiveFrom\": \"%s\"".formatted(time(effectiveFrom)));
    }
    publish(GovernanceKind.POLICY, "policy", now, "{" + String.join(",\n ", sections) + "}");
  }

  private static String time(long seconds) {
    return Instant.ofEpochSecond(seconds).toString();
  }

  private void publish(GovernanceKind kind, String id, long now, String document) {
    long revision = revisions.merge(id, 1L, Long::sum);
    records.add(Facts.governance(kind, id, revision, now, document));
  }
}
