package io.isotrail.ingest.backfill;

import io.isotrail.ingest.feed.BucketListing;
import io.isotrail.ingest.feed.Source;
import io.isotrail.ingest.fetch.FetchException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the folders of a bucket that hold logs, from wherever in CloudTrail's layout the source
 * begins: {@code [PREFIX/]AWSLogs/[o-ORG/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/}.
 */
final class TrailFolders {

  /** So many folders are looked into for an AWSLogs of their own. */
  static final int MOST_PROBES = 100;

  private static final String ROOT = "AWSLogs";
  private static final String TRAIL = "CloudTrail";
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern ORGANISATION = Pattern.compile("o-[a-z0-9]{10,32}");
  private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]{1,39}");

  private final BucketListing bucket;
  private final Wanted wanted;
  private final List<TrailFolder> found = new ArrayList<>();

  private TrailFolders(BucketListing bucket, Wanted wanted) {
    this.bucket = bucket;
    this.wanted = wanted;
  }

  /**
   * Every folder of a wanted account and region.
   *
   * @throws LayoutException when the source is not in CloudTrail's layout
   * @throws FetchException when the bucket cannot be listed
   */
  static List<TrailFolder> of(BucketListing bucket, Wanted wanted)
      throws LayoutException, FetchException, InterruptedException {
    TrailFolders folders = new TrailFolders(bucket, wanted);
    folders.from(bucket.source().prefix());
    return folders.found;
  }

  /** The source is not in CloudTrail's layout; the message says what was expected. */
  static final class LayoutException extends Exception {

    private static final long serialVersionUID = 1L;

    LayoutException(String message) {
      super(message);
    }

    String explanation() {
      return String.valueOf(getMessage());
    }
  }

  private void from(String prefix) throws LayoutException, FetchException, InterruptedException {
    Optional<List<String>> below = belowRoot(bucket.source());
    if (below.isEmpty()) {
      roots(prefix);
      return;
    }
    List<String> names = below.get();
    switch (names.size()) {
      case 0 -> accounts(prefix, true);
      case 1 -> account(names.get(0), prefix + TRAIL + "/");
      case 2 -> account(names.get(0), prefix);
      default -> region(names.get(0), names.get(2), prefix);
    }
  }

  /**
   * Requires that a source that names AWSLogs ends at one of its levels; asks nobody.
   *
   * @throws LayoutException naming the levels
   */
  static void requireLayout(Source.Bucket source) throws LayoutException {
    List<String> names = belowRoot(source).orElse(List.of());
    boolean fits =
        names.size() <= 3
            && (names.isEmpty() || ACCOUNT.matcher(names.get(0)).matches())
            && (names.size() < 2 || names.get(1).equals(TRAIL))
            && (names.size() < 3 || REGION.matcher(names.get(2)).matches());
    if (!fits) {
      throw new LayoutException(
          name(source)
              + " is no place in CloudTrail's layout; give the bucket, the prefix of the trail, or"
              + " a folder down to AWSLogs/ACCOUNT/CloudTrail/REGION, and the days with --from and"
              + " --to");
    }
  }

  /** The names below AWSLogs, without the organisation's; empty where there is no AWSLogs. */
  private static Optional<List<String>> belowRoot(Source.Bucket source) {
    List<String> names = Arrays.asList(source.prefix().split("/", -1));
    int root = names.lastIndexOf(ROOT);
    if (root < 0) {
      return Optional.empty();
    }
    // The last name is what follows the closing slash: nothing.
    List<String> below = names.subList(root + 1, names.size() - 1);
    boolean organisation = !below.isEmpty() && ORGANISATION.matcher(below.get(0)).matches();
    return Optional.of(organisation ? below.subList(1, below.size()) : below);
  }

  private static String name(Source.Bucket source) {
    return "s3://" + source.bucket() + "/" + source.prefix();
  }

  /** PREFIX/AWSLogs, and PREFIX/FOLDER/AWSLogs: a bucket may hold several trails. */
  private void roots(String prefix) throws LayoutException, FetchException, InterruptedException {
    List<String> folders = bucket.folders(prefix);
    if (folders.size() > MOST_PROBES) {
      throw new LayoutException(
          name(bucket.source())
              + " has more than "
              + MOST_PROBES
              + " folders, too many to look for AWSLogs in each; give the prefixes of the trails");
    }
    boolean any = false;
    for (String folder : folders) {
      String root = folder.equals(prefix + ROOT + "/") ? folder : folder + ROOT + "/";
      if (root.equals(folder) || bucket.holds(root)) {
        any = true;
        accounts(root, true);
      }
    }
    if (!any) {
      throw new LayoutException(
          "there is no folder "
              + ROOT
              + " in "
              + name(bucket.source())
              + "; give the prefix that was set for the trail");
    }
  }

  private void accounts(String prefix, boolean organisations)
      throws FetchException, InterruptedException {
    for (String folder : bucket.folders(prefix)) {
      String name = lastSegment(folder);
      if (ACCOUNT.matcher(name).matches()) {
        account(name, folder + TRAIL + "/");
      } else if (organisations && ORGANISATION.matcher(name).matches()) {
        accounts(folder, false);
      }
    }
  }

  private void account(String account, String trail) throws FetchException, InterruptedException {
    if (!wanted.account(account)) {
      return;
    }
    for (String folder : bucket.folders(trail)) {
      region(account, lastSegment(folder), folder);
    }
  }

  private void region(String account, String region, String prefix) {
    if (wanted.account(account) && wanted.region(region) && REGION.matcher(region).matches()) {
      found.add(new TrailFolder(bucket, account, region, prefix));
    }
  }

  /** The wanted days of a folder, in no certain order; asks once for each year and month. */
  static List<LocalDate> days(TrailFolder folder, Wanted wanted)
      throws FetchException, InterruptedException {
    List<LocalDate> days = new ArrayList<>();
    for (String year : folder.bucket().folders(folder.prefix())) {
      int number = number(year, 4);
      if (number < 0 || !overlaps(wanted, YearMonth.of(number, 1), YearMonth.of(number, 12))) {
        continue;
      }
      for (String month : folder.bucket().folders(year)) {
        int monthNumber = number(month, 2);
        if (monthNumber < 1 || monthNumber > 12) {
          continue;
        }
        YearMonth of = YearMonth.of(number, monthNumber);
        if (overlaps(wanted, of, of)) {
          for (String day : folder.bucket().folders(month)) {
            add(of, number(day, 2), wanted, days);
          }
        }
      }
    }
    return days;
  }

  private static void add(YearMonth month, int day, Wanted wanted, List<LocalDate> days) {
    try {
      LocalDate date = month.atDay(day);
      if (wanted.days().include(date)) {
        days.add(date);
      }
    } catch (DateTimeException e) {
      // A folder that is no day holds no logs of CloudTrail.
      return;
    }
  }

  private static boolean overlaps(Wanted wanted, YearMonth first, YearMonth last) {
    return wanted.days().from().filter(last.atEndOfMonth()::isBefore).isEmpty()
        && wanted.days().to().filter(first.atDay(1)::isAfter).isEmpty();
  }

  private static int number(String folder, int digits) {
    String name = lastSegment(folder);
    return name.matches("\\d{" + digits + "}") ? Integer.parseInt(name) : -1;
  }

  private static String lastSegment(String folder) {
    String name = folder.substring(0, folder.length() - 1);
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
