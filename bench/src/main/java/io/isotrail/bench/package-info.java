/** How fast and how large: whole commands, run as a user runs them, measured from outside. */
@NullMarked
package io.isotrail.bench;

import org.jspecify.annotations.NullMarked;
