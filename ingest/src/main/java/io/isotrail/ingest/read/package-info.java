/** How records are found in an object: inflate, find the records that matter, leave the rest. */
@NullMarked
package io.isotrail.ingest.read;

import org.jspecify.annotations.NullMarked;
