@NullMarked
package io.isotrail.ingest.backfill;

import org.jspecify.annotations.NullMarked;
