@NullMarked
package io.isotrail.ingest.feed;

import org.jspecify.annotations.NullMarked;
