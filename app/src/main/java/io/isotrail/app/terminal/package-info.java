/** What people see: streams, colours, progress, and text that others wrote made safe to print. */
@NullMarked
package io.isotrail.app.terminal;

import org.jspecify.annotations.NullMarked;
