/**
 * The judge: from the facts about one resource, the policies and the exceptions, to the spells of
 * that resource. Pure: it knows neither Kafka nor the clock, and imports only {@code java.*}.
 */
@NullMarked
package io.isotrail.streams.compliance;

import org.jspecify.annotations.NullMarked;
