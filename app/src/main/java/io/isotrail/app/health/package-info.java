/** Health and metrics of a service that has no API of its own. */
@NullMarked
package io.isotrail.app.health;

import org.jspecify.annotations.NullMarked;
