/**
 * The Kafka Streams application: remembers every fact, has the pure rooms judge and count, and
 * writes down what changed. It decides nothing itself.
 */
@NullMarked
package io.isotrail.streams.topology;

import org.jspecify.annotations.NullMarked;
