@NullMarked
package io.isotrail.ingest.read;

import org.jspecify.annotations.NullMarked;
