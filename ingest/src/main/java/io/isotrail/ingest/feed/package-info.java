/** Where objects are heard of: a directory, a bucket or a queue, all giving the same notices. */
@NullMarked
package io.isotrail.ingest.feed;

import org.jspecify.annotations.NullMarked;
