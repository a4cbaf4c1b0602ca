package io.isotrail.ingest.fetch;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** An object could not be had. */
public final class FetchException extends IOException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Why. */
  public enum Kind {
    /** It is not there; asking again will not bring it. */
    NOT_FOUND(false),
    /** It lies in an archive class of S3 and would have to be restored first. */
    ARCHIVED(false),
    ACCESS_DENIED(true),
    NO_CREDENTIALS(true),
    THROTTLED(true),
    /** The store failed or did not answer, or the connection broke. */
    UNAVAILABLE(true);

    private final boolean mayPass;

    Kind(boolean mayPass) {
      this.mayPass = mayPass;
    }

    /** Whether trying again may help. */
    public boolean mayPass() {
      return mayPass;
    }

    /** The kind's code in metrics, e.g. {@code not-found}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public FetchException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public FetchException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** The same, naming the role by which it was tried. */
  public FetchException through(Optional<AwsRole> role) {
    return role.isEmpty()
        ? this
        : new FetchException(kind, explanation() + ", as role " + role.get().arn(), this);
  }

  /** The message, never null. */
  public String explanation() {
    return String.valueOf(getMessage());
  }
}
