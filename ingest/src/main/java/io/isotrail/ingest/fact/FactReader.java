package io.isotrail.ingest.fact;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Origin;
import io.isotrail.ingest.fact.Finding.BadReason;
import io.isotrail.ingest.fact.Finding.SkipReason;
import io.isotrail.ingest.read.RawRecord;
import io.isotrail.schemas.fact.ContentHash;
import io.isotrail.schemas.resource.GovernedOperation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Turns one CloudTrail record of SageMaker into facts, and one of CloudTrail itself into an event
 * of a trail. Pure: the same record, source and instant
 * give the same answer. Which operations count is said by {@link GovernedOperation} alone.
 */
public final class FactReader {

  /** A record dated further ahead than this is refused: clocks of AWS do not differ so much. */
  public static final long MOST_SECONDS_AHEAD = 3_600;

  private static final int KNOWN_MAJOR_VERSION = 1;
  private static final int MOST_DEPTH = 200;
  private static final ObjectMapper MAPPER = mapper();

  private FactReader() {}

  private static ObjectMapper mapper() {
    ObjectMapper mapper = new JsonMapper();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build());
    return mapper;
  }

  /**
   * Reads the bytes of a record.
   *
   * @param source the object that carried it, as {@link Fact#getSource()} names it
   * @param now the present, epoch seconds; only decides what is from the future
   */
  public static Finding read(RawRecord record, Origin origin, String source, long now) {
    JsonNode root;
    try {
      root = MAPPER.readTree(record.buffer(), record.from(), record.length());
    } catch (IOException e) {
      return new Finding.Bad(BadReason.INVALID_RECORD, "the record cannot be parsed alone");
    }
    return read(root, origin, source, now);
  }

  /** Reads a parsed record; see {@link #read(RawRecord, Origin, String, long)}. */
  public static Finding read(JsonNode record, Origin origin, String source, long now) {
    try {
      return readChecked(record, origin, source, now);
    } catch (BadRecord e) {
      // The jobs that a tuning job starts are logged like this; what they would say of themselves
      // is
      // unconfirmed, and the tuning job's own record has said it already.
      return e.reason() == Finding.BadReason.MISSING_NAME
              && Json.text(record, "eventType").equals("AwsServiceEvent")
          ? new Finding.Skip(SkipReason.SERVICE_EVENT)
          : new Finding.Bad(e.reason(), e.explanation());
    } catch (RuntimeException e) {
      // Untrusted content: one record that nobody foresaw must not keep back the whole object.
      return new Finding.Bad(
          BadReason.INVALID_RECORD,
          "the record cannot be understood: " + e.getClass().getSimpleName());
    }
  }

  private static Finding readChecked(JsonNode record, Origin origin, String source, long now)
      throws BadRecord {
    requireKnownVersion(record);
    String eventName = Json.text(record, "eventName");
    if (eventName.isEmpty()) {
      throw new BadRecord(BadReason.MISSING_EVENT_NAME, "eventName is missing");
    }
    if (Json.text(record, "eventSource").equals(TrailEvents.EVENT_SOURCE)) {
      return TrailEvents.read(record, eventName, now);
    }
    Optional<GovernedOperation> named = GovernedOperation.named(eventName);
    if (named.isEmpty()) {
      return new Finding.Skip(SkipReason.NOT_GOVERNED);
    }
    GovernedOperation operation = named.get();
    Denial denial = Denial.of(record);
    // Only creations can be rejected: a denied change leaves a resource that exists as it was.
    boolean creates = operation.effect() == GovernedOperation.Effect.CREATE;
    if (denial.failed() && !(creates && operation.carriesIsolation() && denial.isRejection())) {
      return new Finding.Skip(SkipReason.FAILED_CALL);
    }
    Event event = Event.of(record, now);
    if (denial.failed()) {
      Subject subject = SubjectReader.ofRejection(record, operation, event, denial);
      return facts(event, subject, operation, denial.body(record, operation), origin, source);
    }
    Optional<Subject> subject = SubjectReader.of(record, operation, event);
    return subject.isEmpty()
        ? new Finding.Skip(SkipReason.OTHER_KIND)
        : facts(event, subject.get(), operation, Bodies.of(record, operation), origin, source);
  }

  /** Majors must be equal, and any minor is understood: minors only add fields. */
  private static void requireKnownVersion(JsonNode record) throws BadRecord {
    String version = Json.text(record, "eventVersion");
    int dot = version.indexOf('.');
    String major = dot < 0 ? version : version.substring(0, dot);
    boolean known;
    try {
      known = version.isEmpty() || Integer.parseInt(major) == KNOWN_MAJOR_VERSION;
    } catch (NumberFormatException e) {
      known = false;
    }
    if (!known) {
      throw new BadRecord(
          BadReason.UNKNOWN_EVENT_VERSION, "eventVersion 1.x is understood, not this one");
    }
  }

  private static Finding facts(
      Event event,
      Subject subject,
      GovernedOperation operation,
      Object body,
      Origin origin,
      String source) {
    Fact.Builder builder =
        Fact.newBuilder()
            .setAccount(event.account())
            .setEventId(event.eventId())
            .setAmends(event.amends())
            .setAt(event.at())
            .setOperation(operation.eventName())
            .setPartition(subject.partition())
            .setRegion(subject.region())
            .setResourceAccount(subject.account())
            .setKind(subject.kind().segment())
            .setName(subject.name())
            .setActor(event.actor())
            .setOrigin(origin)
            .setContentHash("")
            .setSource(source)
            .setBody(body);
    builder.setContentHash(ContentHash.of(builder.build()));
    return new Finding.Facts(List.of(builder.build()));
  }
}
