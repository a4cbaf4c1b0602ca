package io.isotrail.ingest.integrity;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A digest: which logs CloudTrail delivered within an hour, and their hashes (AWS CloudTrail User
 * Guide, "CloudTrail digest file structure").
 *
 * @param place where it says that it lies
 * @param start begin of the time that it covers
 * @param end end of that time
 * @param endText the same as written, which is what was signed
 * @param fingerprint MD5 of the public key, in hex
 * @param previous the digest before it; empty for the first of a chain
 * @param logs the logs that it names; empty when none was delivered
 * @param hash SHA-256 of its inflated bytes, in hex
 */
public record Digest(
    ObjectName place,
    Instant start,
    Instant end,
    String endText,
    String fingerprint,
    Optional<Previous> previous,
    List<Log> logs,
    String hash) {

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readerFor(JsonNode.class)
          .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /**
   * The digest before.
   *
   * @param place where it lies
   * @param signature its signature, in hex
   */
  public record Previous(ObjectName place, String signature) {}

  /**
   * A log that was delivered.
   *
   * @param place where it lies
   * @param hash SHA-256 of its inflated bytes, in lower-case hex
   */
  public record Log(ObjectName place, String hash) {}

  /** It is no digest; the message says why. */
  static final class FormatException extends Exception {
    private static final long serialVersionUID = 1L;

    FormatException(String message) {
      super(message);
    }
  }

  /**
   * Reads a digest.
   *
   * @param inflated its bytes, inflated
   */
  static Digest parse(byte[] inflated) throws FormatException {
    JsonNode json;
    try {
      json = JSON.readTree(inflated);
    } catch (JacksonException e) {
      // The message would quote what is in the file.
      throw new FormatException("it is no JSON");
    } catch (IOException e) {
      throw new FormatException("it cannot be read");
    }
    if (json == null || !json.isObject()) {
      throw new FormatException("it is no JSON object");
    }
    String end = text(json, "digestEndTime");
    return new Digest(
        new ObjectName(text(json, "digestS3Bucket"), text(json, "digestS3Object")),
        instant(json, "digestStartTime"),
        instant(json, "digestEndTime"),
        end,
        text(json, "digestPublicKeyFingerprint"),
        previous(json),
        logs(json),
        Hash.of(inflated));
  }

  /** What CloudTrail signed. */
  String signed() {
    return endText
        + "\n"
        + place.bucket()
        + "/"
        + place.key()
        + "\n"
        + hash
        + "\n"
        + previous.map(Previous::signature).orElse("null");
  }

  private static Optional<Previous> previous(JsonNode json) throws FormatException {
    if (!json.has("previousDigestSignature")) {
      throw new FormatException("previousDigestSignature is missing");
    }
    if (json.path("previousDigestSignature").isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        new Previous(
            new ObjectName(text(json, "previousDigestS3Bucket"), text(json, "previousDigestS3Object")),
            text(json, "previousDigestSignature")));
  }

  private static List<Log> logs(JsonNode json) throws FormatException {
    JsonNode files = json.path("logFiles");
    if (!files.isArray()) {
      throw new FormatException("logFiles is missing");
    }
    List<Log> logs = new ArrayList<>(files.size());
    for (JsonNode file : files) {
      if (!"SHA-256".equals(text(file, "hashAlgorithm"))) {
        throw new FormatException("hashAlgorithm of a log is not SHA-256");
      }
      String hash = text(file, "hashValue").toLowerCase(java.util.Locale.ROOT);
      if (!HASH.matcher(hash).matches()) {
        throw new FormatException("hashValue of a log is no SHA-256");
      }
      logs.add(new Log(new ObjectName(text(file, "s3Bucket"), text(file, "s3Object")), hash));
    }
    return List.copyOf(logs);
  }

  private static String text(JsonNode json, String field) throws FormatException {
    @Nullable JsonNode value = json.get(field);
    if (value == null || !value.isTextual() || value.textValue().isEmpty()) {
      throw new FormatException(field + " is missing");
    }
    return value.textValue();
  }

  private static Instant instant(JsonNode json, String field) throws FormatException {
    try {
      return Instant.parse(text(json, field));
    } catch (DateTimeException e) {
      throw new FormatException(field + " is no instant");
    }
  }
}
