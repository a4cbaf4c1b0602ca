package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the directory, what is good counts, and the rest is put aside and counted. */
final class BadInputEndToEndTest {

  @TempDir Path directory;

  @Test
  void theGoodRecordsCountAndTheOthersArePutAside() throws IOException {
    LogTree tree = new LogTree(directory);
    tree.records("good", LogTree.create("good", "2026-03-01T08:00:00Z"));
    tree.records("empty");
    byte[] whole =
        LogTree.deflated(
            "{\"Records\":["
                + LogTree.create("before-the-cut", "2026-03-01T08:01:00Z")
                + ",\n"
                + "  ".repeat(200_000)
                + LogTree.create("after-the-cut", "2026-03-01T08:02:00Z")
                + "]}");
    tree.raw("truncated.json.gz", Arrays.copyOf(whole, whole.length - 200));
    tree.raw("text.json.gz", "not gzip at all".getBytes(StandardCharsets.UTF_8));
    tree.gzip(
        "half-json",
        "{\"Records\":[" + LogTree.create("before-the-fault", "2026-03-01T08:03:00Z") + ",{\"ev");
    tree.records(
        "no-event-id",
        LogTree.create("no-id", "2026-03-01T08:04:00Z").replace("\"eventID\"", "\"otherID\""),
        LogTree.create("after-no-id", "2026-03-01T08:04:01Z"));
    tree.records(
        "event-time",
        LogTree.create("odd-time", "2026-03-01T08:05:00Z")
            .replace("2026-03-01T08:05:00Z", "01/03/2026 08:05"),
        LogTree.create("after-odd-time", "2026-03-01T08:05:01Z"));
    tree.records(
        "huge",
        LogTree.create("huge", "2026-03-01T08:06:00Z")
            .replace("\"ci\"", "\"" + randomText(30_000_000) + "\""),
        LogTree.create("after-huge", "2026-03-01T08:06:01Z"));
    tree.records(
        "version",
        LogTree.create("later-minor", "2026-03-01T08:07:00Z").replace("\"1.11\"", "\"1.99\""),
        LogTree.create("other-major", "2026-03-01T08:07:01Z").replace("\"1.11\"", "\"2.0\""),
        LogTree.create("after-version", "2026-03-01T08:07:02Z"));

    InProcess report = InProcess.run("report", "--source", "dir:" + directory, "--format", "json");

    assertThat(report.code()).as(report.err()).isZero();
    assertThat(names(report.out()))
        .contains(
            "good",
            "before-the-cut",
            "before-the-fault",
            "after-no-id",
            "after-odd-time",
            "after-huge",
            "later-minor",
            "after-version")
        .doesNotContain("after-the-cut", "no-id", "odd-time", "huge", "other-major");
    assertThat(report.err())
        .contains("3 objects and 4 records are damaged and were put aside")
        .contains("not in the numbers")
        .doesNotContain("incomplete")
        .doesNotContain("Exception");
    assertThat(Answers.json(report.out()).required("kpis").required("complete").asBoolean())
        .isTrue();
  }

  @Test
  void anEmptyDirectoryIsNoErrorAndIsSaid() {
    InProcess report = InProcess.run("report", "--source", "dir:" + directory);

    assertThat(report.code()).isZero();
    assertThat(report.out()).contains("no production model exists").contains("no record was seen");
    assertThat(report.err()).contains("no log file was found at");
  }

  @Test
  void whatCannotBeReadMakesTheAnswerIncompleteAndIsSaid() throws IOException {
    LogTree tree = new LogTree(directory);
    tree.records("good", LogTree.create("good", "2026-03-01T08:00:00Z"));
    // Opens for everybody, root included, and fails at the first read.
    Path unreadable = Path.of("/proc/self/mem");
    assumeThat(unreadable).isRegularFile();
    Path broken = tree.records("broken");
    Files.delete(broken);
    Files.createSymbolicLink(broken, unreadable);

    InProcess report =
        InProcess.run(
            "report",
            "--source",
            "dir:" + directory,
            "--format",
            "json",
            "--fail-on",
            "low",
            "--set",
            "isotrail.ingest.retry.attempts=2");

    assertThat(report.code()).as(report.err()).isEqualTo(4);
    assertThat(names(report.out())).containsExactly("good");
    assertThat(Answers.json(report.out()).required("kpis").required("complete").asBoolean())
        .isFalse();
    assertThat(report.err()).contains("the answer is incomplete").contains("sources: ");
  }

  @Test
  void aPolicyWithAnUnknownKeyIsNamed() throws IOException {
    new LogTree(directory).records("good", LogTree.create("good", "2026-03-01T08:00:00Z"));
    Path policy =
        Files.writeString(directory.resolve("policy.yaml"), "version: v1\nenviroment: {}\n");

    InProcess report =
        InProcess.run("report", "--source", "dir:" + directory, "--policy", policy.toString());

    assertThat(report.code()).isEqualTo(2);
    assertThat(report.err()).contains("enviroment").doesNotContain("Exception");
  }

  @Test
  void onlyTheDaysAskedForAreRead() throws IOException {
    LogTree tree = new LogTree(directory);
    tree.records("good", LogTree.create("good", "2026-03-01T08:00:00Z"));

    InProcess before =
        InProcess.run(
            "report", "--source", "dir:" + directory, "--to", "2026-02-28", "--format", "json");
    InProcess on =
        InProcess.run(
            "report",
            "--source",
            "dir:" + directory,
            "--from",
            "2026-03-01",
            "--to",
            "2026-03-01",
            "--format",
            "json");

    assertThat(names(before.out())).isEmpty();
    assertThat(names(on.out())).containsExactly("good");
  }

  /** Text that does not shrink so much that it looks like a bomb. */
  private static String randomText(int length) {
    StringBuilder text = new StringBuilder(length);
    new Random(1).ints(length, 'a', 'z' + 1).forEach(letter -> text.append((char) letter));
    return text.toString();
  }

  private static List<String> names(String report) {
    return StreamSupport.stream(Answers.json(report).required("violations").spliterator(), false)
        .map(violation -> violation.required("name").asText())
        .toList();
  }
}
