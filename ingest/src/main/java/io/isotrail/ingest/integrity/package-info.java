/**
 * Whether logs are what CloudTrail delivered: its digests, their signatures and chains, the hashes
 * of the logs that they name. Nothing here knows AWS, Kafka or the clock.
 */
@NullMarked
package io.isotrail.ingest.integrity;

import org.jspecify.annotations.NullMarked;
