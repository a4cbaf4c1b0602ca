/**
 * The batch oracle: table, spells, violations, KPIs and trends computed from all facts at once, the
 * plain slow way, straight from the words of the design, which docs/reference/semantics.md tells as
 * well. It shares no code with the judge, so
 * that both agree only when both are right. It is in a source directory of its own, because the
 * tests of two modules compare with it; nothing of it is shipped.
 */
@NullMarked
package io.isotrail.streams.oracle;

import org.jspecify.annotations.NullMarked;
