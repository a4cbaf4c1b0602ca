@NullMarked
package io.isotrail.ingest.fact;

import org.jspecify.annotations.NullMarked;
