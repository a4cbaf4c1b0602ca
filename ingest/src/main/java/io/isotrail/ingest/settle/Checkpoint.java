package io.isotrail.ingest.settle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.ingest.feed.SettledObjects;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.schemas.settings.SettingsException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of settled objects, one line each: {@code size TAB version TAB name}, appended after the
 * settlement and handed to the operating system at once, so that a killed process has lost nothing.
 * A line that was torn by a crash is dropped: its object is read once more.
 *
 * <p>A line whose name ends with a slash stands for everything directly in that folder; the lines
 * of its objects are dropped then, from memory at once and from the file at the next opening. In
 * memory a hash of 16 bytes stands for each line that is left, about 60 bytes with what holds it.
 * One process at a time uses a file; {@code NAME.lock} beside it sees to that.
 */
public final class Checkpoint implements SettledObjects {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  private final Path file;
  private final FileChannel lock;
  private final OutputStream output;
  private final Known known;
  private boolean failing;

  private record Mark(long high, long low) {}

  /** What the lines say. */
  private static final class Known {
    private final Map<Mark, Set<Mark>> objectsByFolder = new HashMap<>();
    private final Set<Mark> folders = new HashSet<>();
    private final long most;
    private long objects;
    private boolean full;

    Known(long most) {
      this.most = most;
    }

    /** Whether the line said something new, and there was room for it. */
    boolean add(String line) {
      Mark folder = mark(folderOf(line));
      if (folders.contains(folder)) {
        return false;
      }
      if (line.endsWith("/")) {
        Set<Mark> gone = objectsByFolder.remove(folder);
        objects -= gone == null ? 0 : gone.size();
        return folders.add(folder);
      }
      if (objects >= most) {
        if (!full) {
          LOG.warn(
              "more than {} objects are settled: further ones are not remembered, and are read"
                  + " again after a restart, which changes no result",
              most);
        }
        full = true;
        return false;
      }
      boolean added = objectsByFolder.computeIfAbsent(folder, _ -> new HashSet<>()).add(mark(line));
      objects += added ? 1 : 0;
      return added;
    }

    boolean contains(String line) {
      Mark folder = mark(folderOf(line));
      return folders.contains(folder)
          || objectsByFolder.getOrDefault(folder, Set.of()).contains(mark(line));
    }

    /** Whether a folder's line says the same as this one. */
    boolean covered(String line) {
      return !line.endsWith("/") && folders.contains(mark(folderOf(line)));
    }
  }

  private Checkpoint(Path file, FileChannel lock, OutputStream output, Known known) {
    this.file = file;
    this.lock = lock;
    this.output = output;
    this.known = known;
  }

  /**
   * Opens a checkpoint, or begins one, of which somebody else sees to it that it goes with what was
   * written.
   *
   * @throws SettingsException naming the file when it cannot be used, or when another process uses
   *     it
   */
  public static Checkpoint open(Path file) {
    return open(file, Optional.empty(), Long.MAX_VALUE);
  }

  /**
   * Opens a checkpoint, or begins one. One that was kept for another topic is forgotten: what it
   * says was settled is not in this one.
   *
   * @param topic id of the topic that has what was settled
   * @param most objects that are remembered; further ones are read again after a restart
   * @throws SettingsException naming the file when it cannot be used, or when another process uses
   *     it
   */
  public static Checkpoint open(Path file, String topic, long most) {
    return open(file, Optional.of(topic), most);
  }

  private static Checkpoint open(Path file, Optional<String> topic, long most) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      FileChannel lock = locked(file);
      try {
        cutTornLine(file);
        if (topic.isPresent()) {
          claim(file, topic.get());
        }
        Known known = load(file, most);
        dropCovered(file, known);
        return new Checkpoint(file, lock, new FileOutputStream(file.toFile(), true), known);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SettingsException(
          "isotrail.ingest.checkpoint: " + file + " cannot be read and written", e);
    }
  }

  private static FileChannel locked(Path file) throws IOException {
    FileChannel lock =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      // This very process has it; said below.
      LOG.debug("locked", e);
    }
    lock.close();
    throw new SettingsException(
        "isotrail.ingest.checkpoint: "
            + file
            + " is in use by another run; wait for its end, or give this one a checkpoint of its"
            + " own");
  }

  private static void cutTornLine(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      long end = access.length();
      while (end > 0) {
        access.seek(end - 1);
        if (access.read() == '\n') {
          break;
        }
        end--;
      }
      access.setLength(end);
    }
  }

  /** The first line says whose it is; no object is of this form. */
  private static void claim(Path file, String topic) throws IOException {
    String claim = "0\t" + topic + "\tfacts";
    String first;
    try (BufferedReader lines = lines(file)) {
      first = lines.readLine();
    }
    if (claim.equals(first)) {
      return;
    }
    if (first != null) {
      LOG.warn(
          "the checkpoint {} belongs to another topic of facts than the one that is there, and is"
              + " begun anew: everything is read again, which changes no result",
          file);
    }
    Files.writeString(file, claim + "\n", UTF_8);
  }

  private static BufferedReader lines(Path file) throws IOException {
    // Decoded leniently: a line of other bytes matches no object, and harms none.
    return new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8));
  }

  private static Known load(Path file, long most) throws IOException {
    Known known = new Known(most);
    try (BufferedReader lines = lines(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        known.add(line);
      }
    }
    return known;
  }

  private static void dropCovered(Path file, Known known) throws IOException {
    if (known.folders.isEmpty()) {
      return;
    }
    Path shorter = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedReader lines = lines(file);
        BufferedWriter kept = Files.newBufferedWriter(shorter, UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!known.covered(line)) {
          kept.write(line);
          kept.write('\n');
        }
      }
    }
    Files.move(shorter, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String line(ObjectId object) {
    String name = object.name().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    return object.size() + "\t" + object.version() + "\t" + name;
  }

  /** The name up to its last slash. */
  private static String folderOf(String line) {
    String name = line.substring(line.lastIndexOf('\t') + 1);
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  private static Mark mark(String text) {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
      return new Mark(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public synchronized boolean contains(ObjectId object) {
    return known.contains(line(object));
  }

  @Override
  public synchronized void add(ObjectId object) {
    String line = line(object);
    if (!known.add(line)) {
      return;
    }
    try {
      output.write((line + "\n").getBytes(UTF_8));
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.warn(
            "the checkpoint {} cannot be written ({}); after a restart objects are read again,"
                + " which changes no result",
            file,
            e.getMessage());
      }
      failing = true;
    }
  }

  @Override
  public synchronized void close() {
    try {
      output.close();
      lock.close();
    } catch (IOException e) {
      LOG.warn("the checkpoint {} cannot be closed: {}", file, e.getMessage());
    }
  }
}
