package io.isotrail.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.registry.RegistryRefusedException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileRegistryTest extends RegistryContract {

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("embedded").resolve("schema-ids.jsonl");
  }

  /** Each one begins with nothing but the file, as after a restart. */
  @Override
  SchemaRegistry registry() {
    return SchemaRegistry.open(Map.of("schema.registry.url", "file:" + file()));
  }

  @Test
  void aSchemaThatCannotReadTheLatestIsRefusedAndNotKept() {
    registry().register("a-value", TestSchemas.SECOND);

    refused(() -> registry().register("a-value", TestSchemas.BROKEN), Reason.INCOMPATIBLE);
    assertThat(registry().latest("a-value").schema()).isEqualTo(TestSchemas.SECOND);
  }

  @Test
  void aLastLineThatACrashCutOffIsDroppedAndItsIdGivenAnew() throws IOException {
    int first = registry().register("a-value", TestSchemas.FIRST);
    String torn = "{\"subject\":\"a-value\",\"version\":2,\"id\":2,\"sch";
    Files.writeString(file(), torn, StandardOpenOption.APPEND);

    assertThat(registry().byId(first)).isEqualTo(TestSchemas.FIRST);
    refused(() -> registry().byId(2), Reason.UNKNOWN_ID);
    assertThat(registry().register("a-value", TestSchemas.SECOND)).isEqualTo(2);
    assertThat(Files.readAllLines(file())).hasSize(2).allMatch(line -> line.endsWith("}"));
  }

  @Test
  void damageInTheMiddleIsNamedAndNothingIsOverwritten() throws IOException {
    registry().register("a-value", TestSchemas.FIRST);
    long offset = Files.size(file());
    Files.writeString(file(), "garbage\n", StandardOpenOption.APPEND);
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> registry().register("a-value", TestSchemas.SECOND))
        .isInstanceOf(RegistryRefusedException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("damaged at byte " + offset);
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void aFileThatCannotBeReadOrWrittenMeansThatTheRegistryIsAway() throws IOException {
    Files.writeString(directory.resolve("embedded"), "a file where a directory should be");

    assertThatThrownBy(() -> registry().register("a-value", TestSchemas.FIRST))
        .isInstanceOf(RegistryAwayException.class)
        .hasMessageContaining("schema-ids.jsonl");
  }

  @Test
  void onesAppendIsTheOthersKnowledge() {
    SchemaRegistry one = registry();
    SchemaRegistry other = registry();
    refused(() -> other.byId(1), Reason.UNKNOWN_ID);

    int id = one.register("a-value", TestSchemas.FIRST);

    assertThat(other.byId(id)).isEqualTo(TestSchemas.FIRST);
    assertThat(other.register("a-value", TestSchemas.FIRST)).isEqualTo(id);
  }

  @Test
  void manyWhoRegisterAtOnceAgree() throws Exception {
    List<Schema> schemas =
        java.util.stream.IntStream.range(0, 20).mapToObj(FileRegistryTest::schema).toList();
    Set<List<Integer>> answers = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<List<Integer>> task =
          () -> {
            SchemaRegistry mine = registry();
            return schemas.stream().map(s -> mine.register(s.getName() + "-value", s)).toList();
          };
      for (Future<List<Integer>> answer :
          threads.invokeAll(java.util.Collections.nCopies(8, task))) {
        answers.add(answer.get());
      }
    }

    assertThat(answers).hasSize(1);
    assertThat(Files.readAllLines(file())).hasSize(20);
  }

  @Test
  void everyIdThatWasGivenOutSurvivesAKill() throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                file().toString())
            .redirectErrorStream(true)
            .start();
    int given = 0;
    try (var lines = new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("given ")) {
          given = Integer.parseInt(line.substring("given ".length()));
          if (given == 25) {
            // By its handle, because Process.destroyForcibly closes the stream unread.
            assertThat(writer.toHandle().destroyForcibly()).isTrue();
          }
        }
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }

    assertThat(given).isGreaterThanOrEqualTo(25);
    SchemaRegistry after = registry();
    for (int id = 1; id <= given; id++) {
      assertThat(after.byId(id)).isEqualTo(schema(id));
    }
    assertThat(after.register("after-value", TestSchemas.FIRST)).isGreaterThan(given);
  }

  private static Schema schema(int number) {
    return SchemaBuilder.record("S" + number).fields().requiredLong("n" + number).endRecord();
  }

  /** Registers without end, and says which id it got. */
  public static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      SchemaRegistry registry =
          SchemaRegistry.open(Map.of("schema.registry.url", "file:" + arguments[0]));
      for (int i = 1; ; i++) {
        System.out.println("given " + registry.register("s" + i + "-value", schema(i)));
      }
    }
  }
}
