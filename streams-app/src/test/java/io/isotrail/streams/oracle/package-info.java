/**
 * The batch oracle: table, spells, violations, KPIs and trends computed from all facts at once, the
 * plain slow way, straight from docs/reference/semantics.md. It shares no code with the judge, so
 * that both agree only when both are right; {@link io.isotrail.streams.oracle.Histories} makes the
 * histories on which they are compared.
 */
@NullMarked
package io.isotrail.streams.oracle;

import org.jspecify.annotations.NullMarked;
