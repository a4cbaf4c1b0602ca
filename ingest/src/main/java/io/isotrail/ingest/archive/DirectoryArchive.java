package io.isotrail.ingest.archive;

import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.FileFetcher;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.integrity.Archive;
import io.isotrail.ingest.integrity.DigestName;
import io.isotrail.ingest.integrity.ObjectName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Digests and logs in a directory that holds AWSLogs, lies in it, or holds folders that hold it. A
 * file knows no metadata: a digest's signature is read from a file beside it, {@code
 * NAME.signature}, and otherwise taken from the next digest.
 */
public final class DirectoryArchive implements Archive {

  private static final String ROOT = "AWSLogs";
  private static final int MOST_DEPTH = 2;

  /** A signature by a key of 16,384 bits has 4,096 digits. */
  private static final int MOST_SIGNATURE = 4_200;

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryArchive.class);

  private final Path root;
  private final FileFetcher fetcher = new FileFetcher();

  /** The directories that hold an AWSLogs. */
  private final List<Path> bases;

  /** Looks where in the directory the trail lies. */
  public static DirectoryArchive open(Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    for (Path above = root; above != null; above = above.getParent()) {
      if (above.getParent() != null && above.endsWith(ROOT)) {
        return new DirectoryArchive(root, List.of(above.getParent()));
      }
    }
    List<Path> bases = new ArrayList<>();
    search(root, MOST_DEPTH, bases);
    return new DirectoryArchive(root, bases);
  }

  private DirectoryArchive(Path root, List<Path> bases) {
    this.root = root;
    this.bases = bases;
  }

  /** Looks for AWSLogs; what may not be looked into on the way is none of ours. */
  private static void search(Path directory, int depth, List<Path> bases) {
    if (Files.isDirectory(directory.resolve(ROOT))) {
      bases.add(directory);
    } else if (depth > 0) {
      try (Stream<Path> entries = Files.list(directory)) {
        entries
            // Links may lead in circles.
            .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
            .sorted()
            .forEach(entry -> search(entry, depth - 1, bases));
      } catch (IOException | UncheckedIOException e) {
        LOG.debug("{} cannot be listed", directory);
      }
    }
  }

  private static List<Path> children(Path directory) throws FetchException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new FetchException(
          FetchException.Kind.UNAVAILABLE, directory + " cannot be listed", e);
    }
  }

  @Override
  public List<ObjectName> folders() throws FetchException {
    List<ObjectName> found = new ArrayList<>();
    for (Path base : bases) {
      for (Path account : accounts(base.resolve(ROOT))) {
        Path digests = account.resolve("CloudTrail-Digest");
        if (Files.isDirectory(digests)) {
          for (Path region : children(digests)) {
            if (region.startsWith(root) || root.startsWith(region)) {
              found.add(new ObjectName("", key(base, region) + "/"));
            }
          }
        }
      }
    }
    return found;
  }

  private static List<Path> accounts(Path logs) throws FetchException {
    List<Path> accounts = new ArrayList<>();
    for (Path child : children(logs)) {
      if (child.getFileName().toString().startsWith("o-")) {
        accounts.addAll(children(child));
      } else {
        accounts.add(child);
      }
    }
    return accounts;
  }

  private String key(Path base, Path file) {
    Path above = base.startsWith(root) ? root : base;
    return above.relativize(file).toString().replace('\\', '/');
  }

  private Path path(String key) {
    Path base = bases.isEmpty() ? root : bases.getFirst();
    return (base.startsWith(root) ? root : base).resolve(key);
  }

  @Override
  public List<DigestName> digests(ObjectName folder, LocalDate from, LocalDate to)
      throws FetchException {
    List<DigestName> names = new ArrayList<>();
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      String key =
          "%s%04d/%02d/%02d"
              .formatted(folder.key(), day.getYear(), day.getMonthValue(), day.getDayOfMonth());
      try (Stream<Path> files = Files.list(path(key))) {
        files
            .map(file -> DigestName.parse("", key + "/" + file.getFileName()))
            .flatMap(Optional::stream)
            .forEach(names::add);
      } catch (NoSuchFileException e) {
        // No digest was delivered that day, or all of them are gone, which their links tell.
        continue;
      } catch (IOException | UncheckedIOException e) {
        throw new FetchException(
            FetchException.Kind.UNAVAILABLE, path(key) + " cannot be listed", e);
      }
    }
    return names;
  }

  @Override
  public Stored open(ObjectName object) throws FetchException {
    Path file = locate(object);
    return new Stored(
        fetcher.fetch(ObjectId.ofFile(file.toString(), -1, "")).body(), signature(file));
  }

  /** What lies in a bucket is found by the part of its key that begins with AWSLogs. */
  private Path locate(ObjectName object) throws FetchException {
    int at = ("/" + object.key()).lastIndexOf("/" + ROOT + "/");
    List<Path> candidates = new ArrayList<>();
    candidates.add(path(object.key()));
    for (Path base : bases) {
      candidates.add(base.resolve(at < 0 ? object.key() : object.key().substring(at)));
    }
    return candidates.stream()
        .map(Path::normalize)
        // A digest is no reason to read outside of what was given.
        .filter(file -> bases.stream().anyMatch(base -> file.startsWith(base.resolve(ROOT))))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new FetchException(
                    FetchException.Kind.NOT_FOUND, object + " is not in " + root));
  }

  private static Optional<String> signature(Path file) {
    if (!file.toString().contains("CloudTrail-Digest")) {
      return Optional.empty();
    }
    Path beside = file.resolveSibling(file.getFileName() + ".signature");
    try (var reader = Files.newBufferedReader(beside, StandardCharsets.US_ASCII)) {
      char[] text = new char[MOST_SIGNATURE];
      int length = 0;
      for (int count; (count = reader.read(text, length, text.length - length)) > 0; ) {
        length += count;
      }
      return Optional.of(new String(text, 0, length).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean keepsSignatures() {
    return false;
  }
}
