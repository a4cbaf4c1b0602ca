package io.isotrail.app.governance;

import io.isotrail.app.terminal.Columns;
import io.isotrail.streams.governance.PolicyDifference;
import io.isotrail.streams.governance.PolicyRevision;
import java.util.List;

/** Policies for people. */
final class PolicyText {

  static final String BEGINNING = "the beginning";

  private PolicyText() {}

  /** One line for each field that differs. */
  static List<String> changes(List<PolicyDifference> differences) {
    if (differences.isEmpty()) {
      return List.of("  no difference");
    }
    Columns columns = new Columns();
    for (PolicyDifference difference : differences) {
      String before = difference.before() == null ? "(none)" : difference.before();
      String after = difference.after() == null ? "(none)" : difference.after();
      columns.add("  " + difference.field(), before, "->", after);
    }
    return columns.lines();
  }

  /** E.g. {@code version 2026-03 (revision 4)}. */
  static String name(PolicyRevision revision) {
    return "version " + revision.policy().version() + " (revision " + revision.revision() + ")";
  }
}
