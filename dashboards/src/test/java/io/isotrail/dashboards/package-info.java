/**
 * Holds what is seen to its contracts: syntax, metric names, runbooks, routing, the compose stack.
 */
@NullMarked
package io.isotrail.dashboards;

import org.jspecify.annotations.NullMarked;
