/** Tests of the sample organisation. */
@NullMarked
package io.isotrail.app.simulate;

import org.jspecify.annotations.NullMarked;
