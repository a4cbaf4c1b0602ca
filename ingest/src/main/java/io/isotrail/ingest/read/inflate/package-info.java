/** How gzip becomes bytes again: with a library of the system where it is there and right. */
@NullMarked
package io.isotrail.ingest.read.inflate;

import org.jspecify.annotations.NullMarked;
