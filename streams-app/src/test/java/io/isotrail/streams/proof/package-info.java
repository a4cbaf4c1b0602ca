/** The judge, the sums and the topology held against the batch oracle. */
@NullMarked
package io.isotrail.streams.proof;

import org.jspecify.annotations.NullMarked;
