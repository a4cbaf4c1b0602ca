/** The command line: one distribution for every way in which Isotrail runs. */
@NullMarked
package io.isotrail.app;

import org.jspecify.annotations.NullMarked;
