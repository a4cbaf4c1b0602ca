/** How a report reads for people: the KPIs and the violations as aligned text. */
@NullMarked
package io.isotrail.app.report;

import org.jspecify.annotations.NullMarked;
