package io.isotrail.streams.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowStoreTest {

  private static final long CACHE = 1L << 20;

  @TempDir Path directory;

  @Test
  void holdsWhatWasPutTogetherUntilItIsClosed() throws IOException {
    try (RowStore store = new RowStore(directory, CACHE)) {
      store.open();
      store.change(
          batch -> {
            batch.put(bytes("a1"), bytes("one"));
            batch.put(bytes("a2"), bytes("two"));
            batch.put(bytes("b1"), bytes("three"));
          });
      store.change(batch -> batch.delete(bytes("a1")));

      assertThat(store.get(bytes("a2"))).isEqualTo(bytes("two"));
      assertThat(store.get(bytes("a1"))).isNull();
      assertThat(scanned(store, "a")).containsExactly("a2=two");
    }
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void scansToTheEndOfThePrefixWhateverItsLastByte() {
    try (RowStore store = new RowStore(directory, CACHE)) {
      store.open();
      byte[] prefix = {'d', (byte) 0xff};
      store.change(
          batch -> {
            batch.put(new byte[] {'d', (byte) 0xff, 7}, bytes("within"));
            batch.put(new byte[] {'e'}, bytes("after"));
          });
      List<String> found = new ArrayList<>();
      store.scan(prefix, (key, value) -> found.add(new String(value, UTF_8)));

      assertThat(found).containsExactly("within");
    }
  }

  @Test
  void isEmptyAndTakesNothingBeforeItIsOpened() throws IOException {
    try (RowStore store = new RowStore(directory.resolve("made-later"), CACHE)) {
      assertThat(store.get(bytes("a"))).isNull();
      assertThat(scanned(store, "a")).isEmpty();
      assertThatThrownBy(() -> store.change(batch -> batch.put(bytes("a"), bytes("b"))))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(directory.resolve("made-later")).doesNotExist();
  }

  @Test
  void removesWhatAnEndedProcessLeftBehindAndNothingElse() throws IOException {
    Path abandoned = Files.createDirectories(directory.resolve("view-1"));
    Files.createFile(abandoned.resolve("in-use"));
    Path foreign = Files.createDirectories(directory.resolve("view-notes"));
    try (RowStore one = new RowStore(directory, CACHE);
        RowStore two = new RowStore(directory, CACHE)) {
      one.open();
      one.change(batch -> batch.put(bytes("a"), bytes("mine")));
      two.open();

      assertThat(abandoned).doesNotExist();
      assertThat(foreign).exists();
      assertThat(one.get(bytes("a"))).isEqualTo(bytes("mine"));
      assertThat(two.get(bytes("a"))).isNull();
    }
  }

  private static List<String> scanned(RowStore store, String prefix) {
    List<String> found = new ArrayList<>();
    store.scan(
        bytes(prefix),
        (key, value) -> found.add(new String(key, UTF_8) + "=" + new String(value, UTF_8)));
    return found;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
