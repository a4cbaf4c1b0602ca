/** The past of a bucket: its trails day by day, the newest first, at a bounded rate. */
@NullMarked
package io.isotrail.ingest.backfill;

import org.jspecify.annotations.NullMarked;
