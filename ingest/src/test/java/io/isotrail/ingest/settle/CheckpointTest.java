package io.isotrail.ingest.settle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.schemas.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory of settled objects over restarts and crashes. */
class CheckpointTest {

  private static final ObjectId ONE = new ObjectId("b", "k1", 10, "e1");
  private static final ObjectId ODD = ObjectId.ofFile("/a\nb\\n\tü.json", 1, "5");

  @TempDir private Path directory;

  @Test
  void remembersOverARestart() {
    Path file = directory.resolve("deep/checkpoint");
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      checkpoint.add(ONE);
      checkpoint.add(ODD);
    }

    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.contains(ONE)).isTrue();
      assertThat(checkpoint.contains(ODD)).isTrue();
      assertThat(checkpoint.contains(new ObjectId("b", "k1", 11, "e1"))).isFalse();
      assertThat(checkpoint.contains(new ObjectId("b", "k1", 10, "e2"))).isFalse();
    }
  }

  @Test
  void isForgottenBeforeAnotherTopicThanTheOneThatHasWhatWasSettled() {
    Path file = directory.resolve("checkpoint");
    try (Checkpoint checkpoint = Checkpoint.open(file, "topic-1", 10)) {
      checkpoint.add(ONE);
    }
    try (Checkpoint checkpoint = Checkpoint.open(file, "topic-1", 10)) {
      assertThat(checkpoint.contains(ONE)).isTrue();
    }
    try (Checkpoint checkpoint = Checkpoint.open(file, "topic-2", 10)) {
      assertThat(checkpoint.contains(ONE)).isFalse();
      checkpoint.add(ODD);
    }
    try (Checkpoint checkpoint = Checkpoint.open(file, "topic-2", 10)) {
      assertThat(checkpoint.contains(ODD)).isTrue();
    }
    try (Checkpoint checkpoint = Checkpoint.open(file, "topic-1", 10)) {
      assertThat(checkpoint.contains(ONE)).isFalse();
    }
  }

  @Test
  void ofWhichNobodyKnowsTheTopicIsForgotten() throws IOException {
    Path file = directory.resolve("checkpoint");
    Files.writeString(file, "10\te1\ts3://b/k1\n");

    try (Checkpoint checkpoint = Checkpoint.open(file, "topic-1", 10)) {
      assertThat(checkpoint.contains(ONE)).isFalse();
    }
  }

  @Test
  void remembersNoMoreThanItMayAndWhatAFolderStandsForMakesRoom() throws IOException {
    Path file = directory.resolve("checkpoint");
    try (Checkpoint checkpoint = Checkpoint.open(file, "topic-1", 3)) {
      for (int i = 0; i < 5; i++) {
        checkpoint.add(new ObjectId("b", "day/" + i, 10, "e"));
      }
    }
    try (Checkpoint checkpoint = Checkpoint.open(file, "topic-1", 3)) {
      // The first line says whose it is, and counts.
      assertThat(checkpoint.contains(new ObjectId("b", "day/1", 10, "e"))).isTrue();
      assertThat(checkpoint.contains(new ObjectId("b", "day/4", 10, "e"))).isFalse();
      checkpoint.add(new ObjectId("b", "day/", 0, ""));
      checkpoint.add(new ObjectId("b", "next/1", 10, "e"));

      assertThat(checkpoint.contains(new ObjectId("b", "day/4", 10, "e"))).isTrue();
      assertThat(checkpoint.contains(new ObjectId("b", "next/1", 10, "e"))).isTrue();
    }
  }

  @Test
  void isOnDiskAsSoonAsItIsAdded() throws IOException {
    Path file = directory.resolve("checkpoint");
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      checkpoint.add(ONE);

      assertThat(Files.readString(file)).isEqualTo("10\te1\ts3://b/k1\n");
    }
  }

  @Test
  void aTornLastLineIsDroppedAndDoesNotSpoilTheNext() throws IOException {
    Path file = directory.resolve("checkpoint");
    Files.write(file, "10\te1\ts3://b/k1\n10\te2\ts3://b/k".getBytes(UTF_8));

    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.contains(ONE)).isTrue();
      assertThat(checkpoint.contains(new ObjectId("b", "k", 10, "e2"))).isFalse();
      checkpoint.add(new ObjectId("b", "k2", 10, "e2"));
    }

    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.contains(new ObjectId("b", "k2", 10, "e2"))).isTrue();
    }
  }

  @Test
  void bytesThatAreNoTextHarmNothing() throws IOException {
    Path file = directory.resolve("checkpoint");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
    Files.write(file, "10\te1\ts3://b/k1\n".getBytes(UTF_8), StandardOpenOption.APPEND);

    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.contains(ONE)).isTrue();
    }
  }

  @Test
  void aFileThatCannotBeUsedIsNamed() {
    assertThatThrownBy(() -> Checkpoint.open(directory))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("isotrail.ingest.checkpoint")
        .hasMessageContaining(directory.toString());
  }

  @Test
  void aFinishedFolderStandsForItsObjectsAndTheirLinesAreDropped() throws IOException {
    Path file = directory.resolve("checkpoint");
    ObjectId day = new ObjectId("b", "t/2026/01/02/", -1, "");
    ObjectId inside = new ObjectId("b", "t/2026/01/02/a.json.gz", 10, "e1");
    ObjectId deeper = new ObjectId("b", "t/2026/01/02/x/a.json.gz", 10, "e1");
    ObjectId beside = new ObjectId("b", "t/2026/01/03/a.json.gz", 10, "e1");
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      checkpoint.add(inside);
      checkpoint.add(beside);
      checkpoint.add(day);
      checkpoint.add(new ObjectId("b", "t/2026/01/02/b.json.gz", 10, "e1"));
    }

    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.contains(day)).isTrue();
      assertThat(checkpoint.contains(inside)).isTrue();
      assertThat(checkpoint.contains(beside)).isTrue();
      assertThat(checkpoint.contains(deeper)).isFalse();
      assertThat(checkpoint.contains(new ObjectId("b", "t/2026/01/03/", -1, ""))).isFalse();
      assertThat(Files.readString(file))
          .isEqualTo("10\te1\ts3://b/t/2026/01/03/a.json.gz\n-1\t\ts3://b/t/2026/01/02/\n");
    }
  }

  @Test
  void isUsedByOneRunAtATime() {
    Path file = directory.resolve("checkpoint");
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      checkpoint.add(ONE);
      assertThatThrownBy(() -> Checkpoint.open(file))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("in use by another run")
          .hasMessageContaining(file.toString());
    }

    Checkpoint.open(file).close();
  }
}
