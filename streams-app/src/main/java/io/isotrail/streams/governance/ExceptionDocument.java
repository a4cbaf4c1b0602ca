package io.isotrail.streams.governance;

import io.isotrail.streams.compliance.ExceptionGrant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of an exception as people write them. */
final class ExceptionDocument {

  static final String[] FIELDS = {
    "id",
    "resource",
    "reason",
    "ticket",
    "requestedBy",
    "approver",
    "approvedAt",
    "validFrom",
    "validUntil",
    "revokedAt",
    "compensatingControls"
  };

  private ExceptionDocument() {}

  /**
   * Reads an approved exception.
   *
   * @param maximumLength longest time from validFrom to validUntil
   */
  static ExceptionGrant readApproved(Fields fields, Duration maximumLength) {
    fields.text("approver");
    if (fields.optionalInstant("approvedAt") == null) {
      throw fields.error(
          "approvedAt", "is missing; an exception in a file must say when it was approved");
    }
    ExceptionGrant grant = read(fields);
    if (grant.validUntil() - grant.validFrom() > maximumLength.toSeconds()) {
      throw fields.error(
          "validUntil",
          "the exception is longer than the policy's exceptions.maxLength "
              + maximumLength
              + "; shorten it and renew it in time");
    }
    return grant;
  }

  /** Reads an exception that may still wait for its approval. */
  static ExceptionGrant read(Fields fields) {
    return read(fields, null, null, null);
  }

  /**
   * Reads a request.
   *
   * @param id what it must be, where the fields say one
   * @param requestedBy who requests it, where the fields do not say
   * @param validFrom epoch seconds, where the fields do not say
   */
  static ExceptionGrant readRequest(Fields fields, String id, String requestedBy, long validFrom) {
    for (String key : List.of("approvedAt", "revokedAt")) {
      if (fields.has(key)) {
        throw fields.error(
            key,
            "is set by "
                + (key.equals("approvedAt") ? "the approval" : "the revocation")
                + "; leave it out of a request");
      }
    }
    String given = fields.optionalText("id");
    if (given != null && !given.equals(id)) {
      throw fields.error("id", "differs from the one in the path, '" + id + "'");
    }
    return read(fields, id, requestedBy, validFrom);
  }

  private static ExceptionGrant read(
      Fields fields,
      @Nullable String idOtherwise,
      @Nullable String requestedByOtherwise,
      @Nullable Long validFromOtherwise) {
    String id = text(fields, "id", idOtherwise);
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
      throw fields.error(
          "id", "must be 1 to 128 letters, digits, dots, dashes or underscores, not '" + id + "'");
    }
    String resource = fields.text("resource");
    Patterns.require(fields, "resource", resource);
    Long approvedAt = fields.optionalInstant("approvedAt");
    String approver =
        approvedAt == null
            ? Objects.requireNonNullElse(fields.optionalText("approver"), "")
            : fields.text("approver");
    String requestedBy = text(fields, "requestedBy", requestedByOtherwise);
    if (approver.equalsIgnoreCase(requestedBy)) {
      throw fields.error(
          "approver", "is the one who requested it; let somebody else approve the exception");
    }
    long validUntil = instant(fields, "validUntil", null);
    long validFrom =
        instant(fields, "validFrom", approvedAt == null ? validFromOtherwise : approvedAt);
    if (validUntil <= validFrom) {
      throw fields.error("validUntil", "must lie after validFrom");
    }
    return new ExceptionGrant(
        id,
        resource,
        fields.text("reason"),
        fields.text("ticket"),
        requestedBy,
        approver,
        approvedAt,
        validFrom,
        validUntil,
        fields.optionalInstant("revokedAt"),
        fields.texts("compensatingControls"));
  }

  private static String text(Fields fields, String key, @Nullable String otherwise) {
    String given = fields.optionalText(key);
    if (given == null && otherwise == null) {
      throw fields.error(key, "is missing");
    }
    return given == null ? Objects.requireNonNull(otherwise) : given;
  }

  private static long instant(Fields fields, String key, @Nullable Long otherwise) {
    Long given = fields.optionalInstant(key);
    Long instant = given == null ? otherwise : given;
    if (instant == null) {
      throw fields.error(key, "is missing");
    }
    return instant;
  }

  /** The document of an exception; equal exceptions have equal documents. */
  static Map<String, Object> write(ExceptionGrant grant) {
    return Documents.fields(
        "id", grant.id(),
        "resource", grant.resource(),
        "reason", grant.reason(),
        "ticket", grant.ticket(),
        "requestedBy", grant.requestedBy(),
        "approver", grant.approver().isEmpty() ? null : grant.approver(),
        "approvedAt", Documents.instant(grant.approvedAt()),
        "validFrom", Documents.instant(grant.validFrom()),
        "validUntil", Documents.instant(grant.validUntil()),
        "revokedAt", Documents.instant(grant.revokedAt()),
        "compensatingControls", grant.compensatingControls());
  }
}
