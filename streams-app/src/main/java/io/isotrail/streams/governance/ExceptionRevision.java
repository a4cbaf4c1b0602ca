package io.isotrail.streams.governance;

import io.isotrail.streams.compliance.ExceptionGrant;

/**
 * The present state of one exception.
 *
 * @param revision counts from 1
 * @param publishedAt epoch seconds
 * @param origin who published it: file, command, or api: and the caller's name
 */
public record ExceptionRevision(
    ExceptionGrant grant, long revision, long publishedAt, String origin) {}
