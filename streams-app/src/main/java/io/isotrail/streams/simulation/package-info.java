/**
 * What another policy would change: all stored facts judged twice, by the policies in force and by
 * these with a candidate. The door is {@link io.isotrail.streams.simulation.PolicySimulator}.
 */
@NullMarked
package io.isotrail.streams.simulation;

import org.jspecify.annotations.NullMarked;
