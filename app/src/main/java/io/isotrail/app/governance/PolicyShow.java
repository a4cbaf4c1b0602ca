package io.isotrail.app.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.isotrail.app.command.ExitCode;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.streams.api.json.PolicyJson;
import io.isotrail.streams.governance.PolicyRevision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isotrail policy show}: the version in force. */
@Command(
    name = "show",
    description = {
      "Prints the version of the policy that is in force, or that applies at another instant by all"
          + " that is published now, as a policy.yaml."
    })
final class PolicyShow implements Callable<Integer> {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  @Mixin Installation installation = new Installation();

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = "Which version applies then, e.g. 2026-10-31T23:59:59Z. Default: now.")
  @Nullable String at;

  private final Terminal terminal;
  private final Map<String, String> environment;

  PolicyShow(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    long instant = Instants.option("--at", at);
    Optional<PolicyRevision> found = installation.register(environment).read().policyAt(instant);
    if (found.isEmpty()) {
      terminal.say("isotrail: no policy is published yet: isotrail policy apply FILE does so");
      return ExitCode.FAILED.number();
    }
    PolicyRevision revision = found.get();
    installation.format().print(terminal, () -> lines(revision), () -> PolicyJson.of(revision));
    return ExitCode.DONE.number();
  }

  private static List<String> lines(PolicyRevision revision) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# revision "
            + revision.revision()
            + ", published "
            + Instant.ofEpochSecond(revision.publishedAt())
            + " ("
            + revision.origin()
            + "), applies from "
            + Instants.text(revision.since(), PolicyText.BEGINNING));
    try {
      YAML.writeValueAsString(PolicyJson.fields(revision.policy())).lines().forEach(lines::add);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("JSON always has a YAML form", impossible);
    }
    return lines;
  }
}
