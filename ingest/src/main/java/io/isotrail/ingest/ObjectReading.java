package io.isotrail.ingest;

import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Progress;
import io.isotrail.avro.TrailEvent;
import io.isotrail.ingest.fact.FactReader;
import io.isotrail.ingest.fact.Finding;
import io.isotrail.ingest.feed.Notice;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.Fetched;
import io.isotrail.ingest.fetch.ObjectFetcher;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.fetch.Prefetch;
import io.isotrail.ingest.integrity.KnownLogs;
import io.isotrail.ingest.publish.PublishException;
import io.isotrail.ingest.publish.Publisher;
import io.isotrail.ingest.read.Fault;
import io.isotrail.ingest.read.RawRecord;
import io.isotrail.ingest.read.ReadResult;
import io.isotrail.ingest.read.ReadResult.Span;
import io.isotrail.ingest.read.RecordReader;
import io.isotrail.ingest.read.RecordSink;
import io.isotrail.ingest.settle.Outcome;
import io.isotrail.ingest.settle.Settlement;
import io.isotrail.ingest.telemetry.Tally;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one object through: fetch, read, understand, publish, and wait for Kafka's answer. */
final class ObjectReading {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectReading.class);

  /** Records of other services; they are most of every log. */
  private static final String FOREIGN = "foreign";

  private static final byte[] FILE_OPENS = "{\"Records\":[".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FILE_CLOSES = "]}".getBytes(StandardCharsets.US_ASCII);

  private final ObjectFetcher fetcher;
  private final RecordReader reader;
  private final Publisher publisher;
  private final DeadLetters letters;
  private final Optional<KnownLogs> known;
  private final Prefetch prefetch;
  private final Semaphore parsers;
  private final long objectBytes;
  private final InstantSource clock;

  ObjectReading(
      ObjectFetcher fetcher,
      RecordReader reader,
      Publisher publisher,
      DeadLetters letters,
      ReadSettings settings,
      Optional<KnownLogs> known,
      InstantSource clock) {
    this.fetcher = fetcher;
    this.reader = reader;
    this.publisher = publisher;
    this.letters = letters;
    this.known = known;
    this.prefetch = new Prefetch(settings.aheadBytes());
    this.parsers = new Semaphore(settings.parsers(), true);
    this.objectBytes = settings.objectBytes();
    this.clock = clock;
  }

  /**
   * How an attempt ended.
   *
   * @param spans the time that its records cover
   */
  record Attempt(Outcome outcome, Tally tally, List<Span> spans) {}

  /**
   * Tries an object.
   *
   * @param tally counts what is read, while it is read
   * @param room is told how large the object is
   */
  Attempt attempt(ObjectId object, Tally tally, Admission.Room room) throws InterruptedException {
    if (object.size() > objectBytes) {
      return new Attempt(tooLarge(object, object.size()), tally, List.of());
    }
    try (Fetched fetched = fetcher.fetch(object)) {
      if (fetched.size() > objectBytes) {
        return new Attempt(tooLarge(object, fetched.size()), tally, List.of());
      }
      room.resize(fetched.size());
      tally.bytes(fetched.size());
      try (InputStream body = prefetch.of(fetched)) {
        return read(object, body, Origin.S3, fault -> letters.ofFault(object, fault), tally);
      }
    } catch (FetchException e) {
      return new Attempt(outcome(object, e), tally, List.of());
    } catch (PublishException e) {
      return deferred(tally, Settlement.KAFKA_UNAVAILABLE, e.explanation());
    } catch (IOException e) {
      return deferred(
          tally, FetchException.Kind.UNAVAILABLE.code(), "the object cannot be read on");
    }
  }

  /** Tries a record that came in a message: the same way as any other, as a file of its own. */
  Attempt attempt(Notice.Carried carried, Tally tally) throws InterruptedException {
    ObjectId object = ObjectId.ofFile(carried.name(), carried.record().length, "");
    ByteArrayOutputStream file = new ByteArrayOutputStream(carried.record().length + 16);
    file.writeBytes(FILE_OPENS);
    file.writeBytes(carried.record());
    file.writeBytes(FILE_CLOSES);
    try {
      // All that the message said is kept: there is no object to fetch it from again.
      return read(
          object,
          new ByteArrayInputStream(file.toByteArray()),
          Origin.EVENTBRIDGE,
          fault -> letters.ofCarried(carried, fault.reason().code(), fault.message()),
          tally);
    } catch (PublishException e) {
      return deferred(tally, Settlement.KAFKA_UNAVAILABLE, e.explanation());
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be read", e);
    }
  }

  private Attempt read(
      ObjectId object,
      InputStream body,
      Origin origin,
      Function<Fault, DeadLetter> ofFault,
      Tally tally)
      throws IOException, InterruptedException {
    Publisher.Batch batch = publisher.begin();
    Understanding understanding = new Understanding(object, origin, batch, ofFault, tally);
    ReadResult result;
    parsers.acquire();
    try {
      String name = origin == Origin.S3 ? object.key() : object.key() + ".json";
      result = reader.read(body, name, understanding);
    } finally {
      parsers.release();
    }
    tally.skipped(FOREIGN, result.records() - tally.records());
    batch.await();
    if (result.fault().isEmpty()) {
      understanding.remember();
    }
    Outcome outcome =
        result.fault().isPresent()
            ? new Outcome.Rejected(ofFault.apply(result.fault().get()))
            : new Outcome.Published();
    return new Attempt(outcome, tally, result.spans());
  }

  private Outcome tooLarge(ObjectId object, long size) {
    return new Outcome.Rejected(
        letters.ofObject(
            object,
            "object-too-large",
            size
                + " bytes; raise "
                + ReadSettings.OBJECT_BYTES.key()
                + " above that if it is a log indeed"));
  }

  private Outcome outcome(ObjectId object, FetchException failure) {
    String code = failure.kind().code();
    return failure.kind().mayPass()
        ? new Outcome.Deferred(code, failure.explanation())
        : new Outcome.Rejected(letters.ofObject(object, code, failure.explanation()));
  }

  private static Attempt deferred(Tally tally, String cause, String message) {
    return new Attempt(new Outcome.Deferred(cause, message), tally, List.of());
  }

  /** Turns the records of one object into facts and letters. */
  private final class Understanding implements RecordSink {

    private final ObjectId object;
    private final Origin origin;
    private final Publisher.Batch batch;
    private final Function<Fault, DeadLetter> ofFault;
    private final Tally tally;
    private final Set<String> told = new HashSet<>();
    private final @Nullable MessageDigest hash;

    Understanding(
        ObjectId object,
        Origin origin,
        Publisher.Batch batch,
        Function<Fault, DeadLetter> ofFault,
        Tally tally) {
      this.object = object;
      this.origin = origin;
      this.batch = batch;
      this.ofFault = ofFault;
      this.tally = tally;
      // Digests name objects, and no single records.
      this.hash = origin == Origin.S3 ? known.map(KnownLogs::begin).orElse(null) : null;
    }

    @Override
    public void record(RawRecord record) {
      long now = clock.instant().getEpochSecond();
      switch (FactReader.read(record, origin, object.name(), now)) {
        case Finding.Facts found -> {
          for (Fact fact : found.facts()) {
            batch.fact(fact);
          }
          tally.published(found.facts().size());
        }
        case Finding.Trail found -> {
          TrailEvent event = found.event();
          batch.status(
              "trail-event/"
                  + event.getAccount()
                  + "/"
                  + event.getRegion()
                  + "/"
                  + event.getEventId(),
              new Progress(now, event));
          tally.published(0);
          LOG.warn(
              "what a trail sees was changed: {} account={} region={} trail={} eventId={}",
              event.getName(),
              event.getAccount(),
              event.getRegion(),
              event.getTrail(),
              event.getEventId());
        }
        case Finding.Skip skip -> tally.skipped(skip.reason().code(), 1);
        case Finding.Bad bad -> {
          batch.deadLetter(letters.ofRecord(object, record, bad.reason().code(), bad.message()));
          rejected(record.index(), bad.reason().code(), bad.message());
        }
      }
    }

    @Override
    public void inflated(byte[] bytes, int from, int length) {
      if (hash != null) {
        hash.update(bytes, from, length);
      }
    }

    void remember() {
      if (hash != null) {
        known.ifPresent(logs -> logs.read(object.key(), hash.digest()));
      }
    }

    @Override
    public void unusable(Fault fault) {
      batch.deadLetter(ofFault.apply(fault));
      rejected(fault.recordIndex(), fault.reason().code(), fault.message());
    }

    /** Counts a record, and names the first of each reason: a file may hold a hundred thousand. */
    private void rejected(int index, String reason, String message) {
      tally.rejectedRecord(reason);
      if (told.add(reason)) {
        LOG.warn(
            "record rejected: key={} record={} reason={}: {}",
            object.name(),
            index,
            reason,
            message);
      }
    }
  }
}
