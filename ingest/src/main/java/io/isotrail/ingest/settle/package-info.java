/** How each notice ends: exactly one outcome, decided and carried out in one place. */
@NullMarked
package io.isotrail.ingest.settle;

import org.jspecify.annotations.NullMarked;
