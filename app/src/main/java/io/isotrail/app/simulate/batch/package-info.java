/**
 * The independent answer: reads log files back and computes the report from the definitions alone,
 * all in memory, with no code of the pipeline. Only what both agree on can be trusted. Door: {@link
 * io.isotrail.app.simulate.batch.Batch}.
 */
@NullMarked
package io.isotrail.app.simulate.batch;

import org.jspecify.annotations.NullMarked;
