/**
 * Which schema an id stands for: one door, {@link io.isotrail.schemas.registry.SchemaRegistry}, to
 * a registry that speaks Confluent's REST API, to a file, or to this process's memory.
 */
@NullMarked
package io.isotrail.schemas.registry;

import org.jspecify.annotations.NullMarked;
