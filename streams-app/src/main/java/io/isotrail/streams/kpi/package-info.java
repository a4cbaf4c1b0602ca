/**
 * The sums: histories become movements, movements become daily tallies, tallies become KPIs. Pure:
 * it imports only {@code java.*} and the judge.
 */
@NullMarked
package io.isotrail.streams.kpi;

import org.jspecify.annotations.NullMarked;
