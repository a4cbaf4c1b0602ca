package io.isotrail.streams.topology;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.schemas.fact.Canary;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.codec.GovernanceCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One task: takes facts and governance, and says what changed. A record that makes no sense is put
 * aside before anything is stored; whatever fails after that must fail the transaction.
 */
final class ResourceJudge implements Processor<String, SpecificRecord, String, Conclusion> {

  private static final Duration BETWEEN_SLICES = Duration.ofMillis(10);
  private static final Duration BETWEEN_DUE_TIMES = Duration.ofSeconds(1);

  /** Facts refused because their time is settled; for operations: a replay counts again. */
  static final String SETTLED_COUNTER = "isotrail.facts.settled";

  private final StreamsSettings settings;
  private final MeterRegistry metrics;
  private @Nullable Task task;

  /** What there is once the task has its stores. */
  private record Task(
      ProcessorContext<String, Conclusion> context,
      Outbox outbox,
      GovernanceBook governance,
      Timelines timelines,
      RejectionLedger rejections,
      RejudgeCursor cursor) {}

  ResourceJudge(StreamsSettings settings, MeterRegistry metrics) {
    this.settings = settings;
    this.metrics = metrics;
    // There from the start, so that the first one is seen to come.
    metrics.counter(SETTLED_COUNTER);
  }

  @Override
  public void init(ProcessorContext<String, Conclusion> context) {
    Stored stored = Stored.of(context);
    Outbox outbox = new Outbox(context);
    TallyBook tallies = new TallyBook(stored.tallies(), outbox);
    Bounds bounds = Bounds.of(settings);
    task =
        new Task(
            context,
            outbox,
            new GovernanceBook(stored.governance()),
            new Timelines(stored, tallies, outbox, bounds),
            new RejectionLedger(stored, tallies, outbox, bounds),
            new RejudgeCursor(stored, outbox));
    context.schedule(BETWEEN_SLICES, PunctuationType.WALL_CLOCK_TIME, now -> rejudgeSlice());
    context.schedule(BETWEEN_DUE_TIMES, PunctuationType.WALL_CLOCK_TIME, now -> sayWhatIsDue());
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    switch (record.value()) {
      case null -> putAside(DeadLetters.EMPTY_RECORD, "a record without a value says nothing", "");
      case Fact fact -> take(record.key(), fact);
      case Governance revision -> take(revision);
      default -> throw new IllegalStateException("no source gives " + record.value().getClass());
    }
  }

  private void take(@Nullable String key, Fact fact) {
    if (Canary.is(fact)) {
      task().outbox().sayCanary(fact.getName(), Canary.sentAtMillis(fact));
      return;
    }
    Optional<String> objection = FactCodec.objection(key, fact);
    if (objection.isPresent()) {
      putAside(DeadLetters.UNUSABLE_FACT, objection.get(), fact.toString());
    } else if (FactCodec.isRejection(fact)) {
      if (!task().rejections().remember(fact, task().governance().current())) {
        countSettled();
      }
    } else {
      switch (task().timelines().remember(fact, task().governance().current())) {
        case REMEMBERED -> {}
        case SETTLED -> countSettled();
        case FULL ->
            putAside(
                DeadLetters.TIMELINE_FULL,
                "the resource has too many facts, even after folding: more than "
                    + settings.timelineLimit()
                    + " (isotrail.streams.timeline.facts) allows, or more than a record can hold",
                fact.toString());
      }
    }
  }

  /** It happened in a time that was purged or folded; it is kept in the topic of facts alone. */
  private void countSettled() {
    metrics.counter(SETTLED_COUNTER).increment();
  }

  private void take(Governance revision) {
    Optional<String> objection = GovernanceCodec.objection(revision);
    if (objection.isPresent()) {
      putAside(DeadLetters.UNUSABLE_GOVERNANCE, objection.get(), revision.toString());
    } else if (task().governance().take(revision)) {
      task().cursor().restart();
    }
  }

  private void rejudgeSlice() {
    if (task().cursor().running()) {
      task()
          .governance()
          .current()
          .ifPresent(
              rules ->
                  task()
                      .cursor()
                      .advance(
                          new Slice(settings.rejudgeSlice(), System::nanoTime),
                          rules,
                          task().timelines(),
                          task().rejections()));
    }
  }

  private void sayWhatIsDue() {
    Slice slice = new Slice(settings.rejudgeSlice(), System::nanoTime);
    task().timelines().sayWhatIsDue(slice);
    task().rejections().purge(slice);
  }

  private void putAside(String reason, String message, String content) {
    metrics.counter(DeadLetters.COUNTER, "reason", reason).increment();
    RecordMetadata from = task().context().recordMetadata().orElseThrow();
    var letter =
        DeadLetters.letter(
            from.topic(),
            from.partition(),
            from.offset(),
            reason,
            message,
            content.getBytes(StandardCharsets.UTF_8),
            task().outbox().now());
    task().outbox().say(Topics.DEAD_LETTERS, letter.getKey(), letter);
  }

  private Task task() {
    return Objects.requireNonNull(task, "init comes first");
  }
}
