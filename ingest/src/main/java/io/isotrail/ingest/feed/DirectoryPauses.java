package io.isotrail.ingest.feed;

import java.time.Duration;

/**
 * How long a directory is left alone.
 *
 * @param poll between two walks, where it is followed
 * @param quiet so long must a file have been unchanged before it is given
 * @param again after this time a file that was given up is given again
 */
public record DirectoryPauses(Duration poll, Duration quiet, Duration again) {}
