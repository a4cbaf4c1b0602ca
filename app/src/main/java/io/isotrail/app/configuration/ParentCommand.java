package io.isotrail.app.configuration;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only has commands. */
public abstract class ParentCommand extends HelpOption implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  /** Says that a command is needed. */
  @Override
  public final Integer call() {
    throw new ParameterException(spec.commandLine(), "A command is needed.");
  }
}
