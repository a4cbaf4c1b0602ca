/** What tests are given: records, files and ends that remember. */
@NullMarked
package io.isotrail.ingest.given;

import org.jspecify.annotations.NullMarked;
