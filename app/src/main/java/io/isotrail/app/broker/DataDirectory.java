package io.isotrail.app.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The directory that one process at a time may use. The lock is the operating system's, which takes
 * it back when a process dies in whatever way, so that there are no stale locks.
 */
final class DataDirectory implements AutoCloseable {

  /** Below this Kafka would fail half-way; a fresh broker with all topics needs a tenth of it. */
  static final long LEAST_FREE_BYTES = 64L << 20;

  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the directory where it is missing, and locks it.
   *
   * @throws BrokerException when it is in use, cannot be written, or is full
   */
  static DataDirectory lock(Path path) {
    try {
      Files.createDirectories(path);
      requireSpace(path, freeBytes(path));
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new BrokerException(
            "the data directory "
                + path
                + " is in use by another isotrail; end that one, or choose another with --data");
      }
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw new BrokerException(
          "the data directory "
              + path
              + " cannot be used ("
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage()
              + "); choose another with --data",
          e);
    }
  }

  /** Where Kafka keeps its log. */
  Path kafka() {
    return path.resolve("kafka");
  }

  /** Free bytes of the file system; when it does not answer, no want of them is claimed. */
  static long freeBytes(Path path) {
    try {
      return Files.getFileStore(path).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * Refuses a disk on which Kafka could not start.
   *
   * @param free its free bytes
   */
  static void requireSpace(Path path, long free) {
    if (free < LEAST_FREE_BYTES) {
      throw new BrokerException(
          "the disk under the data directory %s is full: %d MiB are free, at least %d MiB are"
                  .formatted(path, free >> 20, LEAST_FREE_BYTES >> 20)
              + " needed; free some, or choose another directory with --data");
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
      return;
    }
  }
}
