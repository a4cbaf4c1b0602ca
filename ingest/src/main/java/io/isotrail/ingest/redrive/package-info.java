/** The way of a dead letter through reading and publishing once more. */
@NullMarked
package io.isotrail.ingest.redrive;

import org.jspecify.annotations.NullMarked;
