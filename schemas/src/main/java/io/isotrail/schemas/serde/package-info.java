/**
 * How records become bytes and bytes become records: Avro in Confluent's wire format, and what a
 * failure to do so means.
 */
@NullMarked
package io.isotrail.schemas.serde;

import org.jspecify.annotations.NullMarked;
