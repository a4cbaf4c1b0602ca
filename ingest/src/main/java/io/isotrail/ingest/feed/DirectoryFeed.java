package io.isotrail.ingest.feed;

import io.isotrail.schemas.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A directory tree, read once, or followed by walking it again and again. */
public final class DirectoryFeed implements Feed {

  /** A walk may take a tenth of the time; a larger tree is walked less often. */
  private static final int SHARE_OF_TIME = 10;

  private final Path root;
  private final DeliveryDays days;
  private final SettledObjects settled;
  private final boolean followed;
  private final DirectoryPauses pauses;

  /**
   * @param followed whether it is walked again and again
   */
  public DirectoryFeed(
      Source.Directory source,
      DeliveryDays days,
      SettledObjects settled,
      boolean followed,
      DirectoryPauses pauses) {
    this.root = Path.of(source.path());
    this.days = days;
    this.settled = settled;
    this.followed = followed;
    this.pauses = pauses;
  }

  @Override
  public void requireSource() {
    check()
        .ifPresent(
            message -> {
              throw new SettingsException(message);
            });
  }

  @Override
  public void run(Intake intake) throws InterruptedException {
    DirectoryWalk walk =
        new DirectoryWalk(root, days, new Listing(settled, intake), intake, pauses);
    intake.searching();
    walk.walk();
    while (!live() && walk.awaitsQuiet()) {
      Thread.sleep(pauses.quiet());
      walk.revisit();
    }
    intake.searched();
    while (followed) {
      Duration longer = walk.lastDuration().multipliedBy(SHARE_OF_TIME);
      Thread.sleep(pauses.poll().compareTo(longer) >= 0 ? pauses.poll() : longer);
      boolean found = walk.walk();
      if (walk.wasWhole()) {
        intake.listed();
      }
      if (found) {
        intake.searched();
      }
    }
  }

  @Override
  public boolean live() {
    return followed;
  }

  @Override
  public Optional<String> check() {
    if (!Files.exists(root)) {
      return Optional.of("isotrail.ingest.source: the directory " + root + " does not exist");
    }
    if (!Files.isDirectory(root)) {
      return Optional.of("isotrail.ingest.source: " + root + " is not a directory");
    }
    return Files.isReadable(root)
        ? Optional.empty()
        : Optional.of("isotrail.ingest.source: the directory " + root + " may not be read");
  }

  @Override
  public void close() {}
}
