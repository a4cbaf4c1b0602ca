package io.isotrail.app.configuration;

import picocli.CommandLine.Option;

/** The option that every command takes. */
public class HelpOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
