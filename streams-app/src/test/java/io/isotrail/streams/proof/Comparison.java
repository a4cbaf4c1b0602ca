package io.isotrail.streams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Status;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.oracle.Oracle;
import io.isotrail.streams.oracle.RowAnswer;
import io.isotrail.streams.oracle.SpellAnswer;
import java.util.Collection;
import java.util.List;

/** Histories of the judge held against the oracle. */
public final class Comparison {

  private Comparison() {}

  /**
   * Requires that both say the same.
   *
   * @param histories in the order of their resource keys
   * @param end an instant at or after the last fact; the table is compared there, since the latest
   *     tags and facts are all that a row knows
   */
  public static void same(Collection<History> histories, Oracle oracle, long end) {
    assertThat(Told.spells(histories)).isEqualTo(spells(oracle));
    assertThat(Told.violations(histories)).isEqualTo(oracle.violations());
    assertThat(Told.rows(histories, end).stream().map(Comparison::told).toList())
        .isEqualTo(oracle.rows(end).stream().map(Comparison::told).toList());
  }

  private static List<SpellAnswer> spells(Oracle oracle) {
    return oracle.spells().stream().filter(spell -> spell.status() != Status.GONE).toList();
  }

  /**
   * What both tell of a row. The rest is either told by the spells (what belongs to a violation),
   * or shown in another way on purpose: of what is gone the last stretch, and of a resource without
   * facts of its own when something began to serve it.
   */
  private static List<Object> told(RowAnswer row) {
    boolean gone = row.status() == Status.GONE;
    return List.of(
        row.key(),
        row.generation(),
        gone ? "" : row.isolation(),
        row.status(),
        row.environment(),
        row.sensitivity(),
        row.owner(),
        row.thirdParty(),
        row.deleted(),
        row.endpoints(),
        row.createdBy(),
        row.tags());
  }
}
