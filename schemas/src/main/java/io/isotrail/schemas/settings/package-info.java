/**
 * How it is configured: each room declares its settings here in kind, and reads them once into an
 * immutable record.
 */
@NullMarked
package io.isotrail.schemas.settings;

import org.jspecify.annotations.NullMarked;
