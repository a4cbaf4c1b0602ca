@NullMarked
package io.isotrail.ingest;

import org.jspecify.annotations.NullMarked;
