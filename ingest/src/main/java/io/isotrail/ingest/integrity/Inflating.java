package io.isotrail.ingest.integrity;

import io.isotrail.ingest.fetch.FetchException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Inflates within a limit. Every member of a gzip file counts, as it does for who reads it. */
final class Inflating {

  private Inflating() {}

  /** The content is no whole gzip file, or too large. */
  static final class BadContentException extends Exception {
    private static final long serialVersionUID = 1L;

    BadContentException(String message) {
      super(message);
    }
  }

  /** All of it. */
  static byte[] all(InputStream stored, long most) throws FetchException, BadContentException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    copy(stored, most, target);
    return target.toByteArray();
  }

  /** Its SHA-256 in hex, in constant memory. */
  static String hash(InputStream stored, long most) throws FetchException, BadContentException {
    MessageDigest digest = Hash.begin();
    copy(stored, most, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void copy(InputStream stored, long most, OutputStream target)
      throws FetchException, BadContentException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    try (GZIPInputStream inflated = new GZIPInputStream(stored, 1 << 16)) {
      for (int count; (count = inflated.read(buffer)) >= 0; ) {
        total += count;
        if (total > most) {
          throw new BadContentException("it inflates to more than " + most + " bytes");
        }
        target.write(buffer, 0, count);
      }
    } catch (FetchException e) {
      throw e;
    } catch (ZipException e) {
      throw new BadContentException("it is no gzip file, or a damaged one");
    } catch (EOFException e) {
      throw new BadContentException("it is cut off");
    } catch (IOException e) {
      throw new FetchException(FetchException.Kind.UNAVAILABLE, "it cannot be read on", e);
    }
  }
}
