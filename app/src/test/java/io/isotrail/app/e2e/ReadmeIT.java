package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells people to type works, and what the pages point to is there. */
final class ReadmeIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path README = ROOT.resolve("README.md");
  private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\b[A-Z]+_(SAMPLE|PLACEHOLDER|HERE)\\b");
  private static final String GIVEN_TREE = "dir:/path/to/AWSLogs";

  @TempDir Path directory;

  @Test
  void theReportsOfADirectoryRunAsTheyStandThere() throws Exception {
    Organisation organisation = Organisation.make(directory.resolve("simulated"), 1, 10, 20);
    List<String> commands =
        commands().stream()
            .filter(command -> command.startsWith("./isotrail report "))
            .filter(command -> command.contains(GIVEN_TREE))
            .toList();

    assertThat(commands).isNotEmpty();
    for (String command : commands) {
      Path out = Files.createTempFile(directory, "out", ".txt");
      int code = run(command.replace(GIVEN_TREE, organisation.source()), out);

      assertThat(code).as(command + "\n" + Files.readString(out)).isZero();
      assertThat(out).content().contains("Production models isolated").contains("isotrail: read ");
    }
  }

  @Test
  void everyCommandIsOneThatExists() throws Exception {
    for (String command : commands()) {
      String name = command.split(" ", 3)[1];

      assertThat(InProcess.run("help", name).out()).as(command).contains("Usage: isotrail " + name);
    }
  }

  @Test
  void everyLinkLeadsToAFileAndNothingWaitsToBeFilledIn() throws IOException {
    List<String> faults = new ArrayList<>();
    for (Path page : pages()) {
      String text = Files.readString(page);
      Matcher link = LINK.matcher(text);
      while (link.find()) {
        String target = link.group(1).replaceFirst("#.*", "");
        if (!target.isEmpty()
            && !target.contains("://")
            && !Files.exists(page.resolveSibling(target))) {
          faults.add(page + " points to " + target);
        }
      }
      Matcher placeholder = PLACEHOLDER.matcher(text);
      while (placeholder.find()) {
        faults.add(page + " still says " + placeholder.group());
      }
    }

    assertThat(faults).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  /** The lines of the README's shell blocks that start this program, comments cut off. */
  private static List<String> commands() throws IOException {
    return SHELL
        .matcher(Files.readString(README))
        .results()
        .flatMap(block -> block.group(1).lines())
        .map(line -> line.replaceFirst("\\s+#.*", ""))
        .filter(line -> line.startsWith("./isotrail "))
        .toList();
  }

  private static int run(String command, Path out) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    // This very build is laying the distribution.
    builder.environment().put("ISOTRAIL_BUILD", "never");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
