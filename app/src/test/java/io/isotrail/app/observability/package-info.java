/** The pipeline as it is seen: by a real Prometheus, a real Alertmanager and a webhook. */
@NullMarked
package io.isotrail.app.observability;

import org.jspecify.annotations.NullMarked;
