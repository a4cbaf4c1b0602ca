/**
 * Where things are said: the topics with their keys, values and settings, and the one partitioner
 * for all of them.
 */
@NullMarked
package io.isotrail.schemas.topic;

import org.jspecify.annotations.NullMarked;
