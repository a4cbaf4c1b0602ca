@NullMarked
package io.isotrail.ingest.read.scan;

import org.jspecify.annotations.NullMarked;
