/** The commands: each reads its options, wires the rooms, and says how it went. */
@NullMarked
package io.isotrail.app.command;

import org.jspecify.annotations.NullMarked;
