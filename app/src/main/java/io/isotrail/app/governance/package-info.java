/** The commands with which people read and change policies and exceptions, beside whatever runs. */
@NullMarked
package io.isotrail.app.governance;

import org.jspecify.annotations.NullMarked;
