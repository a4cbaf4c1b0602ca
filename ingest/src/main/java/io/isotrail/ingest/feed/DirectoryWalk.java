package io.isotrail.ingest.feed;

import io.isotrail.ingest.feed.Notice.Reason;
import io.isotrail.ingest.fetch.ObjectId;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tree in the order of its names. Each walk gives what is new or changed since the last. A
 * file that changed lately waits until it is quiet. A directory whose own time of change stands
 * still is not listed again: log files are never changed in place once they have their name.
 * Remembers eight bytes a file and the directories themselves.
 */
final class DirectoryWalk {

  /** A file system may date changes no finer than this. */
  private static final long COARSEST_MILLIS = 2_000;

  private final Path root;
  private final DeliveryDays days;
  private final Listing listing;
  private final Intake intake;
  private final DirectoryPauses pauses;
  private final Map<Path, Known> known = new HashMap<>();
  private final Map<Path, Long> parked = new ConcurrentHashMap<>();
  private Map<Path, Young> young = new TreeMap<>();
  private Map<Path, Young> youngBefore = new TreeMap<>();
  private boolean trailOnly;
  private boolean found;
  private boolean whole;
  private long lastNanos;
  private long waitedNanos;

  /** A file that may still be written to. */
  private record Young(long size, long changedMillis, long sinceNanos) {}

  /** What a directory held when it was last listed. */
  private record Known(long changedMillis, boolean quiet, List<Path> folders, GivenFiles given) {}

  DirectoryWalk(
      Path root, DeliveryDays days, Listing listing, Intake intake, DirectoryPauses pauses) {
    this.root = root;
    this.days = days;
    this.listing = listing;
    this.intake = intake;
    this.pauses = pauses;
  }

  /** How long the last walk took, without the time in which deliveries had to wait. */
  Duration lastDuration() {
    return Duration.ofNanos(lastNanos);
  }

  /** Whether the last walk could look at everything. */
  boolean wasWhole() {
    return whole;
  }

  /** Whether files were left out because they are being written. */
  boolean awaitsQuiet() {
    return !young.isEmpty();
  }

  /** Gives what is new; true when there was anything. */
  boolean walk() throws InterruptedException {
    long start = System.nanoTime();
    waitedNanos = 0;
    found = false;
    whole = true;
    trailOnly = holdsTrail();
    youngBefore = young;
    young = new TreeMap<>();
    walk(root);
    lastNanos = Math.max(0, System.nanoTime() - start - waitedNanos);
    return found;
  }

  /** Looks again only at the files that were being written. */
  void revisit() throws InterruptedException {
    youngBefore = young;
    young = new TreeMap<>();
    for (Path file : youngBefore.keySet()) {
      offer(file, null, new GivenFiles(1));
    }
  }

  /** ROOT/AWSLogs, or ROOT/PREFIX/AWSLogs. */
  private boolean holdsTrail() {
    if (Files.isDirectory(root.resolve("AWSLogs"))) {
      return true;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
      for (Path child : children) {
        if (Files.isDirectory(child.resolve("AWSLogs"))) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
    return false;
  }

  private void walk(Path directory) throws InterruptedException {
    Known before = known.get(directory);
    long changed;
    try {
      changed = Files.getLastModifiedTime(directory).toMillis();
    } catch (IOException e) {
      known.remove(directory);
      notListed(directory, e);
      return;
    }
    if (before != null
        && before.quiet()
        && before.changedMillis() == changed
        && !holdsParked(directory)) {
      for (Path folder : before.folders()) {
        walk(folder);
      }
      return;
    }
    list(directory, changed, before == null ? null : before.given());
  }

  /** What was removed meanwhile lacks nothing, unless it is all there was. */
  private void notListed(Path directory, @Nullable Throwable failure) {
    if (failure instanceof NoSuchFileException && !directory.equals(root)) {
      known.remove(directory);
    } else {
      unlisted(directory + " cannot be listed");
    }
  }

  private void unlisted(String message) {
    whole = false;
    intake.unlisted(message);
  }

  private boolean holdsParked(Path directory) {
    return !parked.isEmpty()
        && parked.keySet().stream().anyMatch(file -> directory.equals(file.getParent()));
  }

  private void list(Path directory, long changed, @Nullable GivenFiles before)
      throws InterruptedException {
    boolean quiet = System.currentTimeMillis() - changed > COARSEST_MILLIS;
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      children.forEach(entries::add);
    } catch (IOException e) {
      notListed(directory, e);
      return;
    } catch (DirectoryIteratorException e) {
      notListed(directory, e.getCause());
      return;
    }
    Collections.sort(entries);
    List<Path> folders = new ArrayList<>();
    GivenFiles given = new GivenFiles(entries.size());
    for (Path entry : entries) {
      // Links to directories are not followed: they may lead in circles.
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        folders.add(entry);
        walk(entry);
      } else {
        quiet &= offer(entry, before, given);
      }
    }
    known.put(directory, new Known(changed, quiet, folders, given));
  }

  /** False when the file is to be looked at again by the next walk. */
  private boolean offer(Path file, @Nullable GivenFiles before, GivenFiles given)
      throws InterruptedException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      unlisted(file + " cannot be looked at");
      return false;
    }
    if (!attributes.isRegularFile()) {
      return true;
    }
    long size = attributes.size();
    long changed = attributes.lastModifiedTime().toMillis();
    long mark = GivenFiles.mark(String.valueOf(file.getFileName()), size, changed);
    Long until = parked.get(file);
    boolean waits = until != null && System.nanoTime() - until < 0;
    if (waits || (until == null && before != null && before.contains(mark))) {
      given.add(mark);
      return !waits;
    }
    String path = root.relativize(file).toString().replace('\\', '/');
    Optional<Reason> leftOut = TrailPath.leftOut(path, trailOnly, days);
    if (leftOut.isEmpty() && !isQuiet(file, size, changed)) {
      return false;
    }
    parked.remove(file);
    given.add(mark);
    give(file, leftOut, size, changed);
    return true;
  }

  private void give(Path file, Optional<Reason> leftOut, long size, long changed)
      throws InterruptedException {
    long start = System.nanoTime();
    if (!found) {
      found = true;
      intake.searching();
    }
    if (leftOut.isPresent()) {
      listing.leaveOut(file.toString(), leftOut.get());
    } else {
      listing.give(
          ObjectId.ofFile(file.toString(), size, Long.toString(changed)),
          () -> parked.put(file, System.nanoTime() + pauses.again().toNanos()));
    }
    waitedNanos += System.nanoTime() - start;
  }

  private boolean isQuiet(Path file, long size, long changed) {
    long now = System.nanoTime();
    // A clock that is ahead of ours dates files into the future; only standing still counts then.
    if (System.currentTimeMillis() - changed >= pauses.quiet().toMillis()) {
      return true;
    }
    Young seen = youngBefore.get(file);
    if (seen == null || seen.size() != size || seen.changedMillis() != changed) {
      young.put(file, new Young(size, changed, now));
      return false;
    }
    if (now - seen.sinceNanos() >= pauses.quiet().toNanos()) {
      return true;
    }
    young.put(file, seen);
    return false;
  }
}
