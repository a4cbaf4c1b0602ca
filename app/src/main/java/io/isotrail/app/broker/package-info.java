/**
 * The embedded broker: a whole Kafka of one node inside this process, kept in a directory. Kafka's
 * internal API stays behind this door.
 */
@NullMarked
package io.isotrail.app.broker;

import org.jspecify.annotations.NullMarked;
