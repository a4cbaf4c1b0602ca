@NullMarked
package io.isotrail.ingest.fetch;

import org.jspecify.annotations.NullMarked;
