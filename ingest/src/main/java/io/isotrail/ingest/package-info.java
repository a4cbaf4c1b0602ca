/** How it comes in: wires the rooms from a source to the facts topic, and runs them. */
@NullMarked
package io.isotrail.ingest;

import org.jspecify.annotations.NullMarked;
