/** The ledger: what was noticed, and what became of it, in numbers. */
@NullMarked
package io.isotrail.ingest.telemetry;

import org.jspecify.annotations.NullMarked;
