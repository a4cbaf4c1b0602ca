/** Which bytes give a text of JSON its shape, and where the records lie by that shape. */
@NullMarked
package io.isotrail.ingest.read.scan;

import org.jspecify.annotations.NullMarked;
