package io.isotrail.ingest.fact;

import io.isotrail.schemas.resource.ResourceKind;

/**
 * The resource that a record is about.
 *
 * @param partition AWS partition
 * @param account the account that owns it
 * @param region its region
 * @param kind its kind
 * @param name its name as given; empty for a rejection that shows none
 */
record Subject(String partition, String account, String region, ResourceKind kind, String name) {}
