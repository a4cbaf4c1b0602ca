/** Tests of digests, chains and logs, on trails that the tests write and sign themselves. */
@NullMarked
package io.isotrail.ingest.integrity;

import org.jspecify.annotations.NullMarked;
