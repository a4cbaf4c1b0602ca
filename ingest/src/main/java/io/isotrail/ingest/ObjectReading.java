package io.isotrail.ingest;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Progress;
import io.isotrail.avro.TrailEvent;
import io.isotrail.ingest.fact.FactReader;
import io.isotrail.ingest.fact.Finding;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.Fetched;
import io.isotrail.ingest.fetch.ObjectFetcher;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.fetch.Prefetch;
import io.isotrail.ingest.integrity.RememberedHashes;
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
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one object through: fetch, read, understand, publish, and wait for Kafka's answer. */
final class ObjectReading {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectReading.class);

  /** Records of other services; they are most of every log. */
  private static final String FOREIGN = "foreign";

  private final ObjectFetcher fetcher;
  private final RecordReader reader;
  private final Publisher publisher;
  private final DeadLetters letters;
  private final Optional<RememberedHashes> hashes;
  private final Semaphore parsers;
  private final long objectBytes;
  private final InstantSource clock;

  ObjectReading(
      ObjectFetcher fetcher,
      RecordReader reader,
      Publisher publisher,
      DeadLetters letters,
      IngestSettings settings,
      Optional<RememberedHashes> hashes,
      InstantSource clock) {
    this.fetcher = fetcher;
    this.reader = reader;
    this.publisher = publisher;
    this.letters = letters;
    this.hashes = hashes;
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

  Attempt attempt(ObjectId object) throws InterruptedException {
    Tally tally = new Tally();
    if (object.size() > objectBytes) {
      return new Attempt(tooLarge(object, object.size()), tally, List.of());
    }
    try (Fetched fetched = fetcher.fetch(object)) {
      if (fetched.size() > objectBytes) {
        return new Attempt(tooLarge(object, fetched.size()), tally, List.of());
      }
      tally.bytes(fetched.size());
      return read(object, fetched, tally);
    } catch (FetchException e) {
      return new Attempt(outcome(object, e), tally, List.of());
    } catch (PublishException e) {
      return deferred(tally, Settlement.KAFKA_UNAVAILABLE, e.explanation());
    } catch (IOException e) {
      return deferred(
          tally, FetchException.Kind.UNAVAILABLE.code(), "the object cannot be read on");
    }
  }

  private Attempt read(ObjectId object, Fetched fetched, Tally tally)
      throws IOException, InterruptedException {
    Publisher.Batch batch = publisher.begin();
    InputStream body = Prefetch.of(fetched);
    Understanding understanding = new Understanding(object, batch, tally);
    ReadResult result;
    parsers.acquire();
    try {
      result = reader.read(body, object.key(), understanding);
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
            ? new Outcome.Rejected(letters.ofFault(object, result.fault().get()))
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
                + IngestSettings.OBJECT_BYTES.key()
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
    private final Publisher.Batch batch;
    private final Tally tally;
    private final Set<String> told = new HashSet<>();
    private final @Nullable MessageDigest hash = hashes.map(RememberedHashes::begin).orElse(null);

    Understanding(ObjectId object, Publisher.Batch batch, Tally tally) {
      this.object = object;
      this.batch = batch;
      this.tally = tally;
    }

    @Override
    public void record(RawRecord record) {
      long now = clock.instant().getEpochSecond();
      switch (FactReader.read(record, Origin.S3, object.name(), now)) {
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
        hashes.ifPresent(kept -> kept.remember(object.key(), hash.digest()));
      }
    }

    @Override
    public void unusable(Fault fault) {
      batch.deadLetter(letters.ofFault(object, fault));
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
