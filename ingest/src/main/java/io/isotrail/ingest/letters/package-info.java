/** The dead letters, read back from their topic and marked once they were sent through again. */
@NullMarked
package io.isotrail.ingest.letters;

import org.jspecify.annotations.NullMarked;
