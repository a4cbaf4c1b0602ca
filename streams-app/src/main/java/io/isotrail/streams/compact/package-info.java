/**
 * How the store of timelines holds them: few bytes, and a fact that does not change is copied and
 * not written again. Internal to streams; what others read is Avro.
 */
@NullMarked
package io.isotrail.streams.compact;

import org.jspecify.annotations.NullMarked;
