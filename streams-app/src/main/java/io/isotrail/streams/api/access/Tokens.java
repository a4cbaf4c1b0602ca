package io.isotrail.streams.api.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that are accepted, as SHA-256. A fast hash is enough for what has 128 random bits or
 * more, which the reader of the file insists on. The tokens themselves are not kept.
 */
public final class Tokens {

  /** No token at all: nothing that needs one is allowed. */
  public static final Tokens NONE = new Tokens(List.of());

  private final List<Entry> entries;

  /** One line. Not a record, whose text would show the hash. */
  static final class Entry {

    private final Caller caller;
    private final byte[] hash;

    Entry(Caller caller, byte[] hash) {
      this.caller = caller;
      this.hash = hash.clone();
    }

    String name() {
      return caller.name();
    }

    boolean sameToken(Entry other) {
      return MessageDigest.isEqual(hash, other.hash);
    }
  }

  Tokens(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whose token this is. Takes the same time whichever of them it is, and if it is none. */
  Optional<Caller> find(String token) {
    byte[] hash = sha256(token);
    @Nullable Caller found = null;
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash, hash)) {
        found = entry.caller;
      }
    }
    return Optional.ofNullable(found);
  }

  static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** How many, and nothing else. */
  @Override
  public String toString() {
    return entries.size() + " tokens";
  }
}
