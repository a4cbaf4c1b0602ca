/**
 * What a command is told: properties file, under environment variables, under options; one list of
 * every setting that there is.
 */
@NullMarked
package io.isotrail.app.configuration;

import org.jspecify.annotations.NullMarked;
