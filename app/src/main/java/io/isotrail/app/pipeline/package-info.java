/** The whole pipeline in one process: embedded Kafka, streams, ingest, kept in one directory. */
@NullMarked
package io.isotrail.app.pipeline;

import org.jspecify.annotations.NullMarked;
