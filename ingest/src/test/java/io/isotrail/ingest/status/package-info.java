@NullMarked
package io.isotrail.ingest.status;

import org.jspecify.annotations.NullMarked;
