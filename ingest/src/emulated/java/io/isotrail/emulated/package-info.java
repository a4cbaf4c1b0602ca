/** AWS on loopback, for the tests of every module that speaks to it. */
@NullMarked
package io.isotrail.emulated;

import org.jspecify.annotations.NullMarked;
