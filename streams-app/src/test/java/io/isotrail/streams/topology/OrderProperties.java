package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Compliance;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.avro.Isolation;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.governance.GovernanceFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;

/**
 * The central promise, through the real topology, stores and serdes: neither the order of records
 * nor their duplication nor where governance falls among them changes what the topics hold.
 */
class OrderProperties {

  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();
  private static final long START = NOW - 10 * 86_400;

  @Property(tries = 25)
  void anyOrderAndDuplicationGiveTheSameTables(
      @ForAll("facts") List<Fact> facts, @ForAll long seed) {
    List<SpecificRecord> records = new ArrayList<>(governance());
    records.addAll(facts);
    Random random = new Random(seed);
    List<SpecificRecord> shuffled = new ArrayList<>(records);
    facts.stream().filter(fact -> random.nextInt(3) == 0).forEach(shuffled::add);
    Collections.shuffle(shuffled, random);

    assertThat(tables(shuffled)).isEqualTo(tables(records));
  }

  private static List<Governance> governance() {
    return List.of(
        Records.policy(GovernanceFiles.defaultPolicy(), 1, START),
        Records.exception("EX-1", "*:model/m1", START + 86_400, START + 5 * 86_400, 1),
        Records.exception("EX-2", "*", START + 200_000, START + 300_000, 1));
  }

  private static Map<String, Map<String, SpecificRecord>> tables(List<SpecificRecord> records) {
    Map<String, String> slices = Map.of("isotrail.streams.rejudge.slice", "2");
    try (Driven driven = new Driven(slices, Instant.ofEpochSecond(NOW))) {
      for (SpecificRecord record : records) {
        switch (record) {
          case Fact fact -> driven.pipe(fact);
          case Governance revision -> driven.pipe(revision);
          default -> throw new IllegalStateException("not a record of this test");
        }
        // A slice now and then, so that re-judging and new facts interleave.
        driven.advance(Duration.ofMillis(10));
      }
      for (int i = 0; i < 20; i++) {
        driven.advance(Duration.ofMillis(10));
      }
      assertThat(driven.deadLetters()).isEmpty();
      Map<String, Map<String, SpecificRecord>> tables = new TreeMap<>();
      Map<String, SpecificRecord> rows = new TreeMap<>();
      driven
          .table(Topics.COMPLIANCE)
          .forEach(
              (key, row) -> rows.put(key, Compliance.newBuilder(row).setJudgedUpTo(0).build()));
      tables.put("compliance", rows);
      tables.put("violations", new TreeMap<>(driven.table(Topics.VIOLATIONS)));
      tables.put("kpis", new TreeMap<>(driven.table(Topics.KPIS)));
      tables.put("rejections", new TreeMap<>(driven.table(Topics.REJECTIONS)));
      return tables;
    }
  }

  @Provide
  Arbitrary<List<Fact>> facts() {
    Arbitrary<String> ids = Arbitraries.integers().between(1, 12).map(number -> "e" + number);
    Arbitrary<Long> times =
        Arbitraries.longs().between(0, 9 * 86_400).map(offset -> START + offset);
    Arbitrary<String> names = Arbitraries.of("m1", "M1", "m2", "m3");
    Arbitrary<Isolation> flags = Arbitraries.of(Isolation.values());
    Arbitrary<Map<String, String>> tags =
        Arbitraries.of(
            Map.of(),
            Map.of("environment", "prod"),
            Map.of("env", "dev", "team", "risk"),
            Map.of("classification", "pii"));
    return Combinators.combine(Arbitraries.integers().between(0, 9), ids, times, names, flags, tags)
        .as(OrderProperties::fact)
        .list()
        .ofMinSize(1)
        .ofMaxSize(14);
  }

  /** Ids are few, so that copies that differ, and addenda, are common. */
  private static Fact fact(
      int kind, String id, long at, String name, Isolation flag, Map<String, String> tags) {
    return switch (kind) {
      case 0, 1, 2 -> Records.created("c" + id, at, name, flag, tags);
      case 3, 4 -> Records.deleted("d" + id, at, name);
      case 5 -> Records.tagged("t" + id, at, name, tags);
      case 6 ->
          Fact.newBuilder(Records.created("x" + id, at, name, flag, tags))
              .setAmends("c" + id)
              .build();
      case 7, 8 -> Records.rejected("r" + id, at, name, flag);
      default ->
          Fact.newBuilder(Records.rejected("y" + id, at, name, flag)).setAmends("r" + id).build();
    };
  }
}
