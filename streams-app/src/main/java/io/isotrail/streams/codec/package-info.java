/** Translates between what the topics and the stores carry (Avro) and what is reasoned about. */
@NullMarked
package io.isotrail.streams.codec;

import org.jspecify.annotations.NullMarked;
