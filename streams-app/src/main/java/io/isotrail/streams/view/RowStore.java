package io.isotrail.streams.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Bytes by key on the local disk, in a directory of its own that begins empty and is deleted at the
 * end: what it holds comes from Kafka at each start. Thread-safe. Until it is opened it holds
 * nothing.
 */
final class RowStore implements AutoCloseable {

  private static final String PREFIX = "view-";
  private static final String IN_USE = "in-use";
  private static final long WRITE_BUFFER = 8L << 20;

  private final Path parent;
  private final long cacheBytes;

  /** Closing what is being read would bring down the process, so closing waits for the readers. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private @Nullable Opened opened;

  /** Puts and deletions that take place together. */
  interface Changes {
    void apply(WriteBatch batch) throws RocksDBException;
  }

  /** Takes an entry. */
  interface Reader {
    void read(byte[] key, byte[] value);
  }

  private record Opened(
      Path directory,
      FileChannel inUse,
      LRUCache cache,
      BloomFilter filter,
      Options options,
      WriteOptions writing,
      RocksDB database) {}

  /**
   * Touches nothing.
   *
   * @param parent directory in which its own is made
   * @param cacheBytes memory for blocks that were read
   */
  RowStore(Path parent, long cacheBytes) {
    this.parent = parent;
    this.cacheBytes = cacheBytes;
  }

  /**
   * Makes the directory, and removes those that ended processes left behind.
   *
   * @throws UncheckedIOException when the disk refuses; names the directory
   */
  void open() {
    lock.writeLock().lock();
    try {
      Files.createDirectories(parent);
      removeAbandoned();
      Path directory = Files.createTempDirectory(parent, PREFIX);
      FileChannel inUse =
          FileChannel.open(
              directory.resolve(IN_USE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (inUse.tryLock() == null) {
        throw new IOException("cannot lock " + directory);
      }
      opened = open(directory, inUse);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the view cannot keep its rows in " + parent + ": " + e.getMessage(), e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private Opened open(Path directory, FileChannel inUse) throws IOException {
    RocksDB.loadLibrary();
    LRUCache cache = new LRUCache(cacheBytes);
    BloomFilter filter = new BloomFilter(10);
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER)
            .setMaxWriteBufferNumber(2)
            .setMaxOpenFiles(256)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setStatsDumpPeriodSec(0)
            .setKeepLogFileNum(1)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setCacheIndexAndFilterBlocks(true)
                    .setFilterPolicy(filter));
    try {
      return new Opened(
          directory,
          inUse,
          cache,
          filter,
          options,
          // What a crash loses is read again.
          new WriteOptions().setDisableWAL(true),
          RocksDB.open(options, directory.resolve("rows").toString()));
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  byte @Nullable [] get(byte[] key) {
    lock.readLock().lock();
    try {
      return opened == null ? null : opened.database().get(key);
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      lock.readLock().unlock();
    }
  }

  void change(Changes changes) {
    lock.readLock().lock();
    try (WriteBatch batch = new WriteBatch()) {
      if (opened == null) {
        throw new IllegalStateException("the view's store of rows is not open");
      }
      changes.apply(batch);
      opened.database().write(opened.writing(), batch);
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Hands over all entries whose keys begin so, in their order, as they stood at one moment. */
  void scan(byte[] prefix, Reader reader) {
    lock.readLock().lock();
    try {
      if (opened == null) {
        return;
      }
      try (Slice end = new Slice(after(prefix));
          ReadOptions reading =
              new ReadOptions().setIterateUpperBound(end).setReadaheadSize(256L << 10);
          RocksIterator entries = opened.database().newIterator(reading)) {
        for (entries.seek(prefix); entries.isValid(); entries.next()) {
          reader.read(entries.key(), entries.value());
        }
        entries.status();
      }
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The first key that does not begin so. */
  private static byte[] after(byte[] prefix) {
    for (int at = prefix.length - 1; at >= 0; at--) {
      if (prefix[at] != (byte) 0xff) {
        byte[] after = Arrays.copyOf(prefix, at + 1);
        after[at]++;
        return after;
      }
    }
    throw new IllegalArgumentException("nothing comes after this prefix");
  }

  private IllegalStateException failed(RocksDBException e) {
    return new IllegalStateException(
        "the view's store of rows in " + parent + " fails: " + e.getMessage(), e);
  }

  private void removeAbandoned() throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : directories) {
        if (isAbandoned(directory)) {
          delete(directory);
        }
      }
    }
  }

  private static boolean isAbandoned(Path directory) throws IOException {
    Path inUse = directory.resolve(IN_USE);
    if (!Files.exists(inUse)) {
      return false; // Just being made, or not ours.
    }
    try (FileChannel channel = FileChannel.open(inUse, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(directory)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  /** Waits for those who read, and deletes the directory. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (opened == null) {
        return;
      }
      opened.database().close();
      opened.options().close();
      opened.writing().close();
      opened.filter().close();
      opened.cache().close();
      opened.inUse().close();
      delete(opened.directory());
    } catch (IOException e) {
      throw new UncheckedIOException("the view's rows cannot be deleted", e);
    } finally {
      opened = null;
      lock.writeLock().unlock();
    }
  }
}
