/** What could not be used, read from its topic when somebody asks. */
@NullMarked
package io.isotrail.streams.deadletters;

import org.jspecify.annotations.NullMarked;
