package io.isotrail.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.avro.Schema;

/**
 * {@code file:PATH}: a registry in a file, for the embedded mode, where the ids must live as long
 * as the log. One line of JSON for each version, only ever appended and forced to the disk before
 * the id is given out; a last line that a crash has cut off is dropped by the next writer, which is
 * safe because its id was never given out.
 *
 * <p>Several processes may use one file: writers hold a lock on it, and whoever misses an id reads
 * what was appended. The file holds at most {@value #MOST_BYTES} bytes; registering beyond is
 * refused. A file that cannot be read or written counts as {@link RegistryAwayException}, so that
 * nothing is lost when the disk is full.
 */
final class FileRegistry implements SchemaRegistry {

  static final long MOST_BYTES = 64L << 20;

  /** Locks on files hold between processes and are refused within one. */
  private static final ReentrantLock WITHIN_THIS_PROCESS = new ReentrantLock();

  private final Path file;
  private SchemaIndex index = new SchemaIndex();
  private long position;

  FileRegistry(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public int register(String subject, Schema schema) {
    Optional<Registered> known = find(subject, schema);
    return known.isPresent() ? known.get().id() : append(subject, schema);
  }

  @Override
  public int lookUp(String subject, Schema schema) {
    return find(subject, schema)
        .orElseThrow(() -> SchemaIndex.notRegistered(subject, file.toString()))
        .id();
  }

  private synchronized Optional<Registered> find(String subject, Schema schema) {
    Optional<Registered> known = index.find(subject, schema);
    if (known.isPresent()) {
      return known;
    }
    refresh();
    return index.find(subject, schema);
  }

  @Override
  public synchronized Registered latest(String subject) {
    refresh();
    return index
        .latest(subject)
        .orElseThrow(() -> SchemaIndex.notRegistered(subject, file.toString()));
  }

  @Override
  public synchronized Schema byId(int id) {
    Optional<Schema> known = index.byId(id);
    if (known.isPresent()) {
      return known.get();
    }
    refresh();
    return index.byId(id).orElseThrow(() -> SchemaIndex.unknownId(id, file.toString()));
  }

  @Override
  public synchronized void check() {
    refresh();
  }

  @Override
  public void close() {}

  /** Reads what was appended since. */
  private void refresh() {
    if (!Files.exists(file)) {
      startAnew();
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      readFrom(channel);
    } catch (IOException e) {
      throw away("read", e);
    }
  }

  private synchronized int append(String subject, Schema schema) {
    WITHIN_THIS_PROCESS.lock();
    try {
      Files.createDirectories(file.getParent());
      boolean fresh = !Files.exists(file);
      try (FileChannel channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        readFrom(channel);
        Optional<Registered> byAnother = index.find(subject, schema);
        if (byAnother.isPresent()) {
          return byAnother.get().id();
        }
        Registered next = index.next(subject, schema);
        write(channel, RegistryLine.write(subject, next));
        index.add(subject, next);
        if (fresh) {
          forceDirectory();
        }
        return next.id();
      }
    } catch (IOException e) {
      throw away("write", e);
    } finally {
      WITHIN_THIS_PROCESS.unlock();
    }
  }

  private void readFrom(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < position) {
      startAnew();
    }
    if (size > MOST_BYTES) {
      throw new IOException("it is larger than " + MOST_BYTES + " bytes");
    }
    ByteBuffer unread = ByteBuffer.allocate(Math.toIntExact(size - position));
    while (unread.hasRemaining() && channel.read(unread, position + unread.position()) >= 0) {
      // Until all is read or the file ends.
    }
    byte[] bytes = unread.array();
    int start = 0;
    for (int i = 0; i < unread.position(); i++) {
      if (bytes[i] == '\n') {
        RegistryLine line =
            RegistryLine.read(new String(bytes, start, i - start, UTF_8), file, position);
        index.add(line.subject(), line.registered());
        position += i + 1 - start;
        start = i + 1;
      }
    }
  }

  private void write(FileChannel channel, byte[] line) throws IOException {
    if (position + line.length > MOST_BYTES) {
      throw new RegistryRefusedException(
          RegistryRefusedException.Reason.FULL,
          file + " is full: at most " + MOST_BYTES + " bytes; use a registry over http");
    }
    // Whatever follows the last whole line was never given out as an id.
    channel.truncate(position);
    try {
      ByteBuffer rest = ByteBuffer.wrap(line);
      while (rest.hasRemaining()) {
        channel.write(rest, position + rest.position());
      }
      channel.force(true);
    } catch (IOException e) {
      channel.truncate(position);
      throw e;
    }
    position += line.length;
  }

  /** Makes the name of a new file durable; some file systems cannot and need not. */
  private void forceDirectory() {
    try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      // The content is forced already; only a crash of the machine within seconds could lose the
      // name, and then the log of the same age is lost as well.
    }
  }

  private void startAnew() {
    index = new SchemaIndex();
    position = 0;
  }

  private RegistryAwayException away(String verb, IOException e) {
    return new RegistryAwayException(
        "cannot "
            + verb
            + " the schema ids in "
            + file
            + ": "
            + e.getMessage()
            + "; check free space and permissions (schema.registry.url)",
        e);
  }
}
