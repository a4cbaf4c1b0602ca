/** How an object is had: its bytes as a stream, from a file or from S3. */
@NullMarked
package io.isotrail.ingest.fetch;

import org.jspecify.annotations.NullMarked;
