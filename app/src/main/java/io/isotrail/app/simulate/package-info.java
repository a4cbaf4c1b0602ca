/**
 * The sample organisation: writes believable CloudTrail logs, the governance files that belong to
 * them and, through {@code batch}, the answer that the pipeline must give. Door: {@link
 * io.isotrail.app.simulate.Simulation}.
 */
@NullMarked
package io.isotrail.app.simulate;

import org.jspecify.annotations.NullMarked;
