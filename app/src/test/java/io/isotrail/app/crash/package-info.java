/**
 * Crash tests: processes of streams and a broker killed in the middle of their work, and what must
 * come out nevertheless.
 */
@NullMarked
package io.isotrail.app.crash;

import org.jspecify.annotations.NullMarked;
