/** How facts and dead letters reach Kafka, and when they are safely there. */
@NullMarked
package io.isotrail.ingest.publish;

import org.jspecify.annotations.NullMarked;
