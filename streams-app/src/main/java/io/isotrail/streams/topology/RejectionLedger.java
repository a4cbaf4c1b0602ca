package io.isotrail.streams.topology;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.StoredRejection;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.codec.Keys;
import io.isotrail.streams.codec.RejectionCodec;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.RejectionVerdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Rejections, outside all timelines. Of several copies of one event one wins by a total order, and
 * which one is the first of its (resource, actor, UTC day) follows from the keys: so neither order
 * nor duplication matters.
 */
final class RejectionLedger {

  private static final String SETTLED = "settled";

  private final KeyValueStore<String, StoredRejection> store;
  private final KeyValueStore<String, String> keys;
  private final TallyBook tallies;
  private final Outbox outbox;
  private final KeyValueStore<String, String> days;
  private final Bounds bounds;

  RejectionLedger(Stored stored, TallyBook tallies, Outbox outbox, Bounds bounds) {
    this.store = stored.rejections();
    this.keys = stored.rejectionKeys();
    this.tallies = tallies;
    this.outbox = outbox;
    this.days = stored.rejectionDays();
    this.bounds = bounds;
  }

  /**
   * Takes a rejection.
   *
   * @param governance empty while no policy has been read: it is then only remembered
   * @return false when the day on which it happened is settled
   */
  boolean remember(Fact fact, Optional<Governance> governance) {
    if (isSettled(fact)) {
      return false;
    }
    String event = Keys.of(fact.getAccount(), RejectionCodec.event(fact));
    String oldKey = keys.get(event);
    StoredRejection old = oldKey == null ? null : store.get(oldKey);
    if (old != null && RejectionCodec.WINNER_LAST.compare(fact, old.getFact()) <= 0) {
      return true;
    }
    days.put(Keys.sortable(RejectionCodec.day(fact)), Long.toString(outbox.now()));
    // What may change: the two themselves, and who is the first of their groups.
    Set<String> touched = new LinkedHashSet<>();
    String key =
        group(fact) + Keys.of(Keys.sortable(fact.getAt()), fact.getEventId(), fact.getAccount());
    first(group(fact)).ifPresent(touched::add);
    if (old != null && oldKey != null) {
      withdraw(oldKey, old, fact);
      first(group(old.getFact())).ifPresent(touched::add);
    }
    store.put(key, StoredRejection.newBuilder().setFact(fact).setJudgement(null).build());
    keys.put(event, key);
    touched.add(key);
    governance.ifPresent(rules -> touched.forEach(each -> rejudge(each, rules)));
    return true;
  }

  /**
   * Drops the rejections of days that ended long ago and about which nothing came lately. They stay
   * counted, and what comes for such a day is refused.
   */
  void purge(Slice slice) {
    long now = outbox.now();
    while (slice.takesOneMore()) {
      Optional<KeyValue<String, StoredRejection>> oldest = oldest();
      if (oldest.isEmpty() || !isOver(oldest.get().value.getFact(), now)) {
        return;
      }
      Fact fact = oldest.get().value.getFact();
      days.put(Keys.sortable(RejectionCodec.day(fact)), SETTLED);
      store.delete(oldest.get().key);
      keys.delete(Keys.of(fact.getAccount(), RejectionCodec.event(fact)));
      outbox.say(Topics.REJECTIONS, RejectionCodec.key(fact), null);
    }
  }

  private boolean isSettled(Fact fact) {
    return SETTLED.equals(days.get(Keys.sortable(RejectionCodec.day(fact))));
  }

  private boolean isOver(Fact fact, long now) {
    String arrived = days.get(Keys.sortable(RejectionCodec.day(fact)));
    return SETTLED.equals(arrived)
        || bounds.isDayOver(
            RejectionCodec.day(fact), arrived == null ? 0 : Long.parseLong(arrived), now);
  }

  /** The keys begin with the day. */
  private Optional<KeyValue<String, StoredRejection>> oldest() {
    try (KeyValueIterator<String, StoredRejection> entries = store.all()) {
      return entries.hasNext() ? Optional.of(entries.next()) : Optional.empty();
    }
  }

  /** Judges a rejection again; nothing is said when the verdict stands. */
  void rejudge(String key, Governance governance) {
    StoredRejection known = store.get(key);
    if (known == null) {
      return;
    }
    Fact fact = known.getFact();
    Rejection before = known.getJudgement();
    // While a day is being purged the first of a group may be gone, and stays counted.
    boolean distinct =
        (before != null && isSettled(fact))
            ? before.getDistinct()
            : first(group(fact)).filter(key::equals).isPresent();
    Rejection after =
        RejectionCodec.rejection(
            fact, RejectionVerdict.of(RejectionCodec.call(fact), governance), distinct);
    if (after.equals(before)) {
      return;
    }
    tallies.replace(movements(before), movements(after));
    store.put(key, StoredRejection.newBuilder(known).setJudgement(after).build());
    outbox.say(Topics.REJECTIONS, RejectionCodec.key(fact), after);
  }

  private void withdraw(String key, StoredRejection old, Fact successor) {
    store.delete(key);
    tallies.replace(movements(old.getJudgement()), List.of());
    String said = RejectionCodec.key(old.getFact());
    if (old.getJudgement() != null && !said.equals(RejectionCodec.key(successor))) {
      outbox.say(Topics.REJECTIONS, said, null);
    }
  }

  private static List<Movement> movements(@Nullable Rejection judged) {
    return judged == null
        ? List.of()
        : List.of(RejectionCodec.verdict(judged).movement(judged.getDistinct()));
  }

  /** The beginning of the keys of one (UTC day, resource, actor). */
  private static String group(Fact fact) {
    return Keys.of(
            Keys.sortable(RejectionCodec.day(fact)), FactCodec.subject(fact).key(), fact.getActor())
        + "/";
  }

  private Optional<String> first(String group) {
    try (KeyValueIterator<String, StoredRejection> entries =
        store.prefixScan(group, new StringSerializer())) {
      return entries.hasNext() ? Optional.of(entries.next().key) : Optional.empty();
    }
  }
}
