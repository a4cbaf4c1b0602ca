/** The streams application on a real broker. */
@NullMarked
package io.isotrail.app.streams;

import org.jspecify.annotations.NullMarked;
