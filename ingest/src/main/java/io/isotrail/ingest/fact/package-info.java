/** What a SageMaker record says: facts, a skip with its reason, or what is wrong with it. */
@NullMarked
package io.isotrail.ingest.fact;

import org.jspecify.annotations.NullMarked;
