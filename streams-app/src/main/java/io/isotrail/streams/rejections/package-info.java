/**
 * How pipelines tell of deployments that they stopped: from a document to facts in Kafka. The door
 * is {@link io.isotrail.streams.rejections.ReportReader}, and {@link
 * io.isotrail.streams.rejections.RejectionPublisher} behind it.
 */
@NullMarked
package io.isotrail.streams.rejections;

import org.jspecify.annotations.NullMarked;
