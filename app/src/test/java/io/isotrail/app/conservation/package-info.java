/** Faults between S3, SQS, ingest and Kafka, and the proof that nothing is lost by them. */
@org.jspecify.annotations.NullMarked
package io.isotrail.app.conservation;
