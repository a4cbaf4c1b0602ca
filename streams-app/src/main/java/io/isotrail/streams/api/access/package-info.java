/**
 * Who may do what: bearer tokens with roles, and how often a wrong one may be tried. Knows nothing
 * of HTTP but the text of one header. The door is {@link io.isotrail.streams.api.access.Gate}.
 */
@NullMarked
package io.isotrail.streams.api.access;

import org.jspecify.annotations.NullMarked;
