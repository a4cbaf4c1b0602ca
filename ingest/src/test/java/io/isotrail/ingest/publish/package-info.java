@NullMarked
package io.isotrail.ingest.publish;

import org.jspecify.annotations.NullMarked;
