/** How it is asked: HTTP, from the request to the view and back, and the page in the browser. */
@NullMarked
package io.isotrail.streams.api;

import org.jspecify.annotations.NullMarked;
