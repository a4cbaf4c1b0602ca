package io.isotrail.streams.kpi;

import org.jspecify.annotations.Nullable;

/**
 * The group that a movement counts under.
 *
 * @param severity word of the severity; empty outside violations
 * @param owner empty when unknown
 * @param inService null while deployments are not judged
 */
public record Dimensions(
    String account,
    String region,
    String kind,
    String environment,
    String sensitivity,
    String owner,
    String severity,
    boolean thirdParty,
    @Nullable Boolean inService) {}
