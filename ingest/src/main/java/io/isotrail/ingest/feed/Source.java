package io.isotrail.ingest.feed;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where logs come from, as configured. */
public sealed interface Source {

  /** A directory tree. */
  record Directory(String path) implements Source {}

  /**
   * A bucket and a folder in it.
   *
   * @param prefix empty, or ends with a slash
   */
  record Bucket(String bucket, String prefix) implements Source {}

  /** A queue by its URL. */
  record Queue(String url) implements Source {
    private static final Pattern AWS_HOST =
        Pattern.compile("sqs\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?");

    /** The region that an address of AWS names. */
    public Optional<String> region() {
      Matcher matcher = AWS_HOST.matcher(String.valueOf(URI.create(url).getHost()));
      return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Where requests go when the URL is not AWS's own: to the host that it names. */
    public Optional<URI> endpoint() {
      URI parsed = URI.create(url);
      return region().isPresent()
          ? Optional.empty()
          : Optional.of(URI.create(parsed.getScheme() + "://" + parsed.getRawAuthority()));
    }
  }

  /**
   * Reads {@code dir:PATH}, {@code s3:BUCKET/PREFIX} (also {@code s3://...}) or {@code
   * sqs:QUEUE_URL}.
   *
   * @throws IllegalArgumentException saying what is accepted
   */
  static Source parse(String text) {
    if (text.startsWith("dir:") && text.length() > 4) {
      return new Directory(text.substring(4));
    }
    if (text.startsWith("s3:")) {
      return bucket(text.substring(3));
    }
    if (text.startsWith("sqs:")) {
      return queue(text.substring(4));
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no source; give dir:PATH, s3:BUCKET/PREFIX or sqs:QUEUE_URL");
  }

  private static Source bucket(String text) {
    String name = text.startsWith("//") ? text.substring(2) : text;
    int slash = name.indexOf('/');
    String bucket = slash < 0 ? name : name.substring(0, slash);
    String prefix = slash < 0 ? "" : name.substring(slash + 1);
    if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new IllegalArgumentException(
          "'" + bucket + "' is no name of a bucket; give s3:BUCKET/PREFIX");
    }
    return new Bucket(bucket, prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
  }

  private static Source queue(String url) {
    try {
      URI parsed = new URI(url);
      String scheme = String.valueOf(parsed.getScheme());
      if (parsed.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
        return new Queue(url);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "'" + url + "' is no URL of a queue; give sqs:https://sqs.REGION.amazonaws.com/...", e);
    }
    throw new IllegalArgumentException(
        "'" + url + "' is no URL of a queue; give sqs:https://sqs.REGION.amazonaws.com/...");
  }
}
