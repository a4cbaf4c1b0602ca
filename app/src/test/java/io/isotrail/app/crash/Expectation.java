package io.isotrail.app.crash;

import java.util.SortedMap;

/** What must come out at the end, whoever worked it out. */
interface Expectation {

  /** Resource key to its status. */
  SortedMap<String, String> statuses();

  /** {@code resource key @ opening} to {@code end how-it-ended}, or to {@code open}. */
  SortedMap<String, String> violations();

  /** Sums over everything, by the names of the measures on {@code isotrail.kpis.v1}. */
  SortedMap<String, Long> measures();

  /** Numbers of {@code /api/v1/kpis} over a window that covers everything, by their path. */
  SortedMap<String, Long> kpis();
}
