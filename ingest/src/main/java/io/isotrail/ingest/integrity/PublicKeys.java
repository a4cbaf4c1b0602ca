package io.isotrail.ingest.integrity;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Public keys by their fingerprints. The fingerprint is always computed from the key: what a file
 * says about it counts for nothing.
 */
public final class PublicKeys implements KeySource {

  /** The head of a SubjectPublicKeyInfo (RFC 5280) for rsaEncryption, after its outer length. */
  private static final byte[] RSA_ALGORITHM =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private final Map<String, PublicKey> byFingerprint = new ConcurrentHashMap<>();

  /**
   * Reads what {@code aws cloudtrail list-public-keys} prints; several such documents may follow
   * each other.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static PublicKeys parse(byte[] json) {
    PublicKeys keys = new PublicKeys();
    try (MappingIterator<JsonNode> documents =
        new JsonMapper().readerFor(JsonNode.class).readValues(json)) {
      while (documents.hasNextValue()) {
        JsonNode list = documents.nextValue().path("PublicKeyList");
        if (!list.isArray()) {
          throw new IllegalArgumentException("there is no PublicKeyList in it");
        }
        for (JsonNode key : list) {
          keys.add(Base64.getMimeDecoder().decode(key.path("Value").asText()));
        }
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("it cannot be read", e);
    }
    if (keys.byFingerprint.isEmpty()) {
      throw new IllegalArgumentException("there is no key in it");
    }
    return keys;
  }

  /**
   * Adds a key.
   *
   * @param encoded DER, as PKCS #1 RSAPublicKey (RFC 8017) or as SubjectPublicKeyInfo
   * @throws IllegalArgumentException when it is neither
   */
  public void add(byte[] encoded) {
    byFingerprint.put(fingerprint(encoded), decode(encoded));
  }

  @Override
  public Optional<PublicKey> find(String region, String fingerprint, Instant at) {
    return Optional.ofNullable(byFingerprint.get(fingerprint.toLowerCase(java.util.Locale.ROOT)));
  }

  /** MD5 of an encoded key in hex: CloudTrail's name for it, not a protection. */
  static String fingerprint(byte[] encoded) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(encoded));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static PublicKey decode(byte[] encoded) {
    try {
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      try {
        return rsa.generatePublic(new X509EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        return rsa.generatePublic(new X509EncodedKeySpec(wrapped(encoded)));
      }
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException("a key in it is no RSA public key", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  /** Java reads only SubjectPublicKeyInfo, and CloudTrail mostly gives the bare RSAPublicKey. */
  private static byte[] wrapped(byte[] bare) {
    ByteArrayOutputStream bits = new ByteArrayOutputStream();
    bits.write(0);
    bits.writeBytes(bare);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(RSA_ALGORITHM);
    element(content, 0x03, bits.toByteArray());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    element(whole, 0x30, content.toByteArray());
    return whole.toByteArray();
  }

  private static void element(ByteArrayOutputStream target, int tag, byte[] content) {
    target.write(tag);
    int length = content.length;
    if (length < 0x80) {
      target.write(length);
    } else {
      int bytes = (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
      target.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        target.write(length >>> (8 * i));
      }
    }
    target.writeBytes(content);
  }
}
