/** The dead letters on the command line: which there are, what is in them, and once more. */
@NullMarked
package io.isotrail.app.deadletters;

import org.jspecify.annotations.NullMarked;
