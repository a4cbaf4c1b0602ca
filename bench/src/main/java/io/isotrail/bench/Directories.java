package io.isotrail.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories of a benchmark's own. */
final class Directories {

  /** In every directory that we made, so that no other one is ever emptied. */
  private static final String MARK = ".isotrail-bench";

  private Directories() {}

  /**
   * Makes it, or empties it when an earlier run made it.
   *
   * @throws IllegalArgumentException when it holds something that is not ours
   */
  static Path fresh(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath();
    if (Files.exists(absolute.resolve(MARK))) {
      delete(absolute);
    } else if (Files.exists(absolute) && !isEmpty(absolute)) {
      throw new IllegalArgumentException(
          absolute + " holds something that no benchmark made; name another directory");
    }
    Files.createDirectories(absolute);
    Files.createFile(absolute.resolve(MARK));
    return absolute;
  }

  static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      paths.sorted(Comparator.reverseOrder()).forEach(Directories::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of all files in it. */
  static long bytes(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
    }
  }
}
