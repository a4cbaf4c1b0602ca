/** How far the source and its feeds have come, told on the status topic. */
@NullMarked
package io.isotrail.ingest.status;

import org.jspecify.annotations.NullMarked;
