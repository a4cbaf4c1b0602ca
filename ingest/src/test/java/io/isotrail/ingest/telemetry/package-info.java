@NullMarked
package io.isotrail.ingest.telemetry;

import org.jspecify.annotations.NullMarked;
