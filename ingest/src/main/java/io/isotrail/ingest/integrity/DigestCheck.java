package io.isotrail.ingest.integrity;

import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.integrity.Archive.Stored;
import io.isotrail.ingest.integrity.KeySource.KeysAwayException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.Optional;

/** Judges one digest on its own: content, place, key, signature. */
final class DigestCheck {

  /** Why a digest without a signature proves nothing where signatures are not kept. */
  static final String NO_SIGNATURE =
      "its signature is not here: the object's metadata holds it, and so does the next digest; put"
          + " it into a file of the same name with .signature after it";

  private final Archive archive;
  private final KeySource keys;
  private final long mostBytes;

  DigestCheck(Archive archive, KeySource keys, long mostBytes) {
    this.archive = archive;
    this.keys = keys;
    this.mostBytes = mostBytes;
  }

  /** What is known of a digest. */
  sealed interface Checked {

    /** CloudTrail signed it, and it lies in its place. */
    record Sound(Digest digest) implements Checked {}

    /** It lies in its place; its own signature is not there, its successor may know it. */
    record Unsigned(Digest digest) implements Checked {}

    record Bad(Fault fault, String detail) implements Checked {}

    record Absent() implements Checked {}

    record Unproven(String reason) implements Checked {}
  }

  Checked check(DigestName name) throws InterruptedException {
    byte[] content;
    Optional<String> signature;
    try (Stored stored = archive.open(name.object())) {
      signature = stored.signature();
      content = Inflating.all(stored.body(), mostBytes);
    } catch (Inflating.BadContentException e) {
      return new Checked.Bad(Fault.FORMAT, String.valueOf(e.getMessage()));
    } catch (FetchException e) {
      return e.kind() == FetchException.Kind.NOT_FOUND
          ? new Checked.Absent()
          : new Checked.Unproven(e.explanation());
    } catch (IOException e) {
      return new Checked.Unproven("it cannot be read on");
    }
    Digest digest;
    try {
      digest = Digest.parse(content);
    } catch (Digest.FormatException e) {
      return new Checked.Bad(Fault.FORMAT, String.valueOf(e.getMessage()));
    }
    if (!digest.place().isPlaceOf(name.object())) {
      return new Checked.Bad(Fault.MOVED, "it says that it lies at " + digest.place());
    }
    return signature.isEmpty()
        ? new Checked.Unsigned(digest)
        : verify(name.chain(), digest, signature.get());
  }

  boolean keepsSignatures() {
    return archive.keepsSignatures();
  }

  /** Judges a digest that lies in its place by a signature, wherever that was found. */
  Checked verify(Chain chain, Digest digest, String signature) throws InterruptedException {
    Optional<PublicKey> key;
    try {
      key = keys.find(chain.region(), digest.fingerprint(), digest.end());
      if (key.isEmpty() && !chain.homeRegion().equals(chain.region())) {
        key = keys.find(chain.homeRegion(), digest.fingerprint(), digest.end());
      }
    } catch (KeysAwayException e) {
      return new Checked.Unproven(e.explanation());
    }
    if (key.isEmpty()) {
      return new Checked.Bad(
          Fault.KEY_UNKNOWN,
          "in region " + chain.region() + " for fingerprint " + digest.fingerprint());
    }
    return isSigned(digest, signature, key.get())
        ? new Checked.Sound(digest)
        : new Checked.Bad(Fault.SIGNATURE, "");
  }

  private static boolean isSigned(Digest digest, String signature, PublicKey key) {
    try {
      Signature rsa = Signature.getInstance("SHA256withRSA");
      rsa.initVerify(key);
      rsa.update(digest.signed().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return rsa.verify(HexFormat.of().parseHex(signature.strip()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // No hex, or not as long as a signature of this key is.
      return false;
    }
  }
}
