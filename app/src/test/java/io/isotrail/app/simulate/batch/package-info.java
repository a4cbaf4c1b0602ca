/** Tests of the independent answer, against answers worked out by hand. */
@NullMarked
package io.isotrail.app.simulate.batch;

import org.jspecify.annotations.NullMarked;
