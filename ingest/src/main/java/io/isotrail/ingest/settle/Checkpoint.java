package io.isotrail.ingest.settle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.ingest.feed.SettledObjects;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.schemas.settings.SettingsException;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of settled objects, one line each: {@code size TAB version TAB name}, appended after the
 * settlement and handed to the operating system at once, so that a killed process has lost nothing.
 * A line that was torn by a crash is dropped: its object is read once more. In memory sixteen bytes
 * of a hash stand for each line.
 */
public final class Checkpoint implements SettledObjects {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  private final Path file;
  private final OutputStream output;
  private final Set<Mark> marks = new HashSet<>();
  private boolean failing;

  private record Mark(long high, long low) {}

  private Checkpoint(Path file, OutputStream output) {
    this.file = file;
    this.output = output;
  }

  /**
   * Opens a checkpoint, or begins one.
   *
   * @throws SettingsException naming the file when it cannot be used
   */
  public static Checkpoint open(Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      cutTornLine(file);
      Checkpoint checkpoint = new Checkpoint(file, new FileOutputStream(file.toFile(), true));
      checkpoint.load();
      return checkpoint;
    } catch (IOException e) {
      throw new SettingsException(
          "isotrail.ingest.checkpoint: " + file + " cannot be read and written", e);
    }
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

  private void load() throws IOException {
    // Decoded leniently: a line of other bytes matches no object, and harms none.
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        marks.add(mark(line));
      }
    }
  }

  private static String line(ObjectId object) {
    String name = object.name().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    return object.size() + "\t" + object.version() + "\t" + name;
  }

  private static Mark mark(String line) {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(line.getBytes(UTF_8)));
      return new Mark(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public synchronized boolean contains(ObjectId object) {
    return marks.contains(mark(line(object)));
  }

  @Override
  public synchronized void add(ObjectId object) {
    String line = line(object);
    if (!marks.add(mark(line))) {
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
    } catch (IOException e) {
      LOG.warn("the checkpoint {} cannot be closed: {}", file, e.getMessage());
    }
  }
}
