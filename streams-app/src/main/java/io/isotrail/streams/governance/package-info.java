/**
 * What people decide: the policy and the approved exceptions, read from files or requests, written
 * as documents, and published to the governance topic.
 */
@NullMarked
package io.isotrail.streams.governance;

import org.jspecify.annotations.NullMarked;
