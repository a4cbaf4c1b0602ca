@NullMarked
package io.isotrail.ingest.read.inflate;

import org.jspecify.annotations.NullMarked;
