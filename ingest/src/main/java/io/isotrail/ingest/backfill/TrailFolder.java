package io.isotrail.ingest.backfill;

import io.isotrail.ingest.feed.BucketListing;

/**
 * Where one account's logs of one region lie in a bucket.
 *
 * @param prefix {@code [PREFIX/]AWSLogs/[o-ORG/]ACCOUNT/CloudTrail/REGION/}
 */
record TrailFolder(BucketListing bucket, String account, String region, String prefix) {}
