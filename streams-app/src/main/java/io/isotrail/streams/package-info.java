/** What is concluded, wired: from facts and governance in Kafka to a view that answers. */
@NullMarked
package io.isotrail.streams;

import org.jspecify.annotations.NullMarked;
