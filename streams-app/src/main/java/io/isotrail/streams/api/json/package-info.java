/**
 * How answers are written: the shapes of the API as pure functions, used by the API and by {@code
 * isotrail report} alike.
 */
@NullMarked
package io.isotrail.streams.api.json;

import org.jspecify.annotations.NullMarked;
