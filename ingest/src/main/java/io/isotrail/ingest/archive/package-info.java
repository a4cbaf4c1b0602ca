/** Where digests, logs and public keys are had from: S3, a directory, CloudTrail itself. */
@NullMarked
package io.isotrail.ingest.archive;

import org.jspecify.annotations.NullMarked;
