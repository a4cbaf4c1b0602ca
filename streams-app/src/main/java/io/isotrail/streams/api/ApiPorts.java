package io.isotrail.streams.api;

import io.isotrail.streams.view.View;

/**
 * What the API reaches of the rest: it asks these and nothing else.
 *
 * @param view what questions are answered from; it need not be ready
 */
public record ApiPorts(View view) {}
