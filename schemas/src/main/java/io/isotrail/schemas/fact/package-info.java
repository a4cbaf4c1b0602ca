/** What every writer of facts must do alike: the hash by which one of several copies wins. */
@NullMarked
package io.isotrail.schemas.fact;

import org.jspecify.annotations.NullMarked;
