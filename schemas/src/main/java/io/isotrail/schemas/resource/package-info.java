/**
 * What a resource is called: its kind, its key, its ARN, and the operations of SageMaker that
 * concern it.
 */
@NullMarked
package io.isotrail.schemas.resource;

import org.jspecify.annotations.NullMarked;
