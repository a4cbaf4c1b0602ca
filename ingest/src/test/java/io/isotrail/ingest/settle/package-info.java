@NullMarked
package io.isotrail.ingest.settle;

import org.jspecify.annotations.NullMarked;
