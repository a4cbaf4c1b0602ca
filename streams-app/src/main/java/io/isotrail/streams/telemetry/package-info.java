/** What is measured: the view as gauges for Prometheus, computed anew for each scrape. */
@NullMarked
package io.isotrail.streams.telemetry;

import org.jspecify.annotations.NullMarked;
