package io.isotrail.ingest.given;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A trail as CloudTrail would deliver it, with a key of its own: logs, and digests that sign them. */
public final class SignedTrail {

  public static final String ACCOUNT = "111122223333";
  public static final String REGION = "eu-central-1";
  public static final String BUCKET = "trail-logs";
  public static final Duration HOUR = Duration.ofHours(1);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

  private static final KeyPair KEY = newKey();

  private final Map<String, Stored> objects = new TreeMap<>();
  private final String prefix;
  private final String region;
  private final String trail;

  /** An object, and a digest's signature. */
  public record Stored(byte[] content, Optional<String> signature) {}

  /** A digest that was written. */
  public record Written(
      String bucket, String key, String hash, String signature, Instant end, List<String> logs) {}

  public SignedTrail() {
    this("", REGION, "management");
  }

  public SignedTrail(String prefix, String region, String trail) {
    this.prefix = prefix;
    this.region = region;
    this.trail = trail;
  }

  /** What lies in the buckets, by {@code bucket/key}. */
  public Map<String, Stored> objects() {
    return objects;
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public key as PKCS #1, the form that CloudTrail gives: SubjectPublicKeyInfo's inner part. */
  public static byte[] publicKey() {
    byte[] info = KEY.getPublic().getEncoded();
    // The head of a 2,048-bit key's SubjectPublicKeyInfo has 24 bytes.
    return Arrays.copyOfRange(info, 24, info.length);
  }

  /** The same as SubjectPublicKeyInfo. */
  public static byte[] publicKeyInfo() {
    return KEY.getPublic().getEncoded();
  }

  /** What ListPublicKeys answers. */
  public static String publicKeysJson() {
    return "{\"PublicKeyList\":[{\"Value\":\""
        + Base64.getEncoder().encodeToString(publicKey())
        + "\",\"Fingerprint\":\"not looked at\"}]}";
  }

  /** A chain of so many hours, each with its logs. */
  public List<Written> hours(Instant start, int hours, int logsEach) {
    List<Written> written = new ArrayList<>();
    @Nullable Written last = null;
    for (int hour = 0; hour < hours; hour++) {
      last = hour(BUCKET, start.plus(HOUR.multipliedBy(hour)), logsEach, last);
      written.add(last);
    }
    return written;
  }

  /** One hour: its logs, and the digest over them. */
  public Written hour(String bucket, Instant start, int logs, @Nullable Written previous) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < logs; i++) {
      keys.add(
          log(
              bucket,
              start.plusSeconds(60L * (i + 1)),
              "{\"Records\":[{\"eventID\":\"" + start + "-" + i + "\",\"eventSource\":\"x\"}]}",
              i));
    }
    return digest(bucket, start, start.plus(HOUR), keys, previous, "");
  }

  /** Writes a log; gives its key. */
  public String log(String bucket, Instant delivered, String json, int number) {
    String key =
        "%sAWSLogs/%s/CloudTrail/%s/%s/%s_CloudTrail_%s_%s_%016d.json.gz"
            .formatted(
                prefix,
                ACCOUNT,
                region,
                DAY.format(delivered),
                ACCOUNT,
                region,
                MINUTE.format(delivered),
                number);
    objects.put(
        bucket + "/" + key,
        new Stored(gzip(json.getBytes(StandardCharsets.UTF_8)), Optional.empty()));
    return key;
  }

  /** Writes a digest over logs that lie in the same bucket. */
  public Written digest(
      String bucket,
      Instant start,
      Instant end,
      List<String> logs,
      @Nullable Written previous,
      String suffix) {
    String key =
        "%sAWSLogs/%s/CloudTrail-Digest/%s/%s/%s_CloudTrail-Digest_%s_%s_%s_%s%s.json.gz"
            .formatted(
                prefix,
                ACCOUNT,
                region,
                DAY.format(end),
                ACCOUNT,
                region,
                trail,
                REGION,
                NAME.format(end),
                suffix);
    ObjectNode json = JSON.createObjectNode();
    json.put("awsAccountId", ACCOUNT);
    json.put("digestStartTime", start.toString());
    json.put("digestEndTime", end.toString());
    json.put("digestS3Bucket", bucket);
    json.put("digestS3Object", key);
    json.put("digestPublicKeyFingerprint", md5(publicKey()));
    json.put("digestSignatureAlgorithm", "SHA256withRSA");
    json.put("newestEventTime", logs.isEmpty() ? null : end.toString());
    json.put("oldestEventTime", logs.isEmpty() ? null : start.toString());
    json.put("previousDigestS3Bucket", previous == null ? null : previous.bucket());
    json.put("previousDigestS3Object", previous == null ? null : previous.key());
    json.put("previousDigestHashValue", previous == null ? null : previous.hash());
    json.put("previousDigestHashAlgorithm", previous == null ? null : "SHA-256");
    json.put("previousDigestSignature", previous == null ? null : previous.signature());
    ArrayNode files = json.putArray("logFiles");
    for (String log : logs) {
      ObjectNode file = files.addObject();
      file.put("s3Bucket", bucket);
      file.put("s3Object", log);
      file.put("hashValue", sha256(ungzip(stored(bucket, log).content())));
      file.put("hashAlgorithm", "SHA-256");
      file.put("newestEventTime", end.toString());
      file.put("oldestEventTime", start.toString());
    }
    byte[] content = json.toPrettyString().getBytes(StandardCharsets.UTF_8);
    String hash = sha256(content);
    String signed =
        end
            + "\n"
            + bucket
            + "/"
            + key
            + "\n"
            + hash
            + "\n"
            + (previous == null ? "null" : previous.signature());
    String signature = sign(signed);
    objects.put(bucket + "/" + key, new Stored(gzip(content), Optional.of(signature)));
    return new Written(bucket, key, hash, signature, end, logs);
  }

  private Stored stored(String bucket, String key) {
    Stored stored = objects.get(bucket + "/" + key);
    if (stored == null) {
      throw new IllegalArgumentException("there is no " + key);
    }
    return stored;
  }

  private static String sign(String text) {
    try {
      Signature rsa = Signature.getInstance("SHA256withRSA");
      rsa.initSign(KEY.getPrivate());
      rsa.update(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(rsa.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String md5(byte[] bytes) {
    return hash("MD5", bytes);
  }

  public static String sha256(byte[] bytes) {
    return hash("SHA-256", bytes);
  }

  private static String hash(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(target)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target.toByteArray();
  }

  public static byte[] ungzip(byte[] stored) {
    try (var gzip = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(stored))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
