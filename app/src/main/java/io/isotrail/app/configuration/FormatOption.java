package io.isotrail.app.configuration;

import io.isotrail.app.terminal.Format;
import picocli.CommandLine.Option;

/** The option of commands whose result is for people or for programs. */
public final class FormatOption {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Format format = Format.text;

  public Format format() {
    return format;
  }
}
