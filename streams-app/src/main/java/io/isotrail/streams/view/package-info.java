/**
 * The view: what the output topics say, read with read_committed, held whole by every instance, and
 * asked by the API, the page and the gauges.
 */
@NullMarked
package io.isotrail.streams.view;

import org.jspecify.annotations.NullMarked;
