package io.isotrail.streams;

import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of this room.
 *
 * @param applicationId id of the application: its consumer group and the prefix of its changelogs
 * @param threads stream threads
 * @param stateDirectory directory of the local stores
 * @param rocksDbMemory bytes that all local stores share
 * @param commitInterval time between two transactions
 * @param groupProtocol {@code classic} or {@code streams}
 * @param groupInstance name of this instance, by which it takes its place again at once after a
 *     kill
 * @param standbyReplicas copies of each task's stores that other instances keep warm
 * @param startTimeout longest wait for Kafka at start
 * @param undecodableLimit undecodable records within an hour that are put aside before the
 *     application stops
 * @param rejudgeSlice resources judged again in one step
 * @param timelineLimit facts of one resource beyond which overwritten ones are folded
 * @param timelinesHeld facts that each task holds as objects
 * @param retention how long a generation is remembered that is gone, and a rejection
 * @param runRetention how long a run is remembered
 * @param purgeQuiet nothing is purged about which something arrived so lately
 * @param tolerance age up to which an unprocessed record does not make the answers incomplete
 * @param staleAfter silence after which a live feed is stale
 * @param trendLimit sets of KPIs in one answer about trends
 * @param viewCache bytes of memory for the view's rows
 * @param policyFile policy to publish at start; empty: the shipped one if there is none yet
 * @param exceptionsFile exceptions to publish at start; empty: none
 * @param instanceSilence silence after which an instance of ingest has ended
 * @param endedSources sources that give nothing any more and are not waited for
 * @param acknowledged up to when what befell the logs is known
 */
public record StreamsSettings(
    String applicationId,
    int threads,
    Path stateDirectory,
    long rocksDbMemory,
    Duration commitInterval,
    String groupProtocol,
    Optional<String> groupInstance,
    int standbyReplicas,
    Duration startTimeout,
    int undecodableLimit,
    int rejudgeSlice,
    int timelineLimit,
    int timelinesHeld,
    Duration retention,
    Duration runRetention,
    Duration purgeQuiet,
    Duration tolerance,
    Duration staleAfter,
    int trendLimit,
    long viewCache,
    Optional<Path> policyFile,
    Optional<Path> exceptionsFile,
    Duration instanceSilence,
    Set<String> endedSources,
    Acknowledged acknowledged) {

  public static final Setting<String> APPLICATION_ID =
      Setting.text(
          "isotrail.streams.application.id",
          "isotrail-streams",
          "Id of the Kafka Streams application: its group and the prefix of its internal topics.");
  public static final Setting<Integer> THREADS =
      Setting.integer(
          "isotrail.streams.threads", 1, 1, 64, "Stream threads; more than partitions idle.");
  public static final Setting<String> STATE_DIRECTORY =
      Setting.text(
          "isotrail.streams.state.dir",
          ".isotrail/state",
          "Directory of the local stores; may be lost, they are restored from Kafka.");
  public static final Setting<Long> ROCKSDB_CACHE =
      Setting.bytes(
          "isotrail.streams.rocksdb.cache",
          "64MiB",
          1L << 20,
          64L << 30,
          "Memory that the blocks and the write buffers of all local stores share; beyond it blocks"
              + " are dropped and buffers are written out. A quarter as much again holds what a"
              + " transaction has changed; beyond it that is written before the commit.");
  public static final Setting<Duration> COMMIT_INTERVAL =
      Setting.duration(
          "isotrail.streams.commit.interval",
          "100ms",
          "Time between two transactions; what is not committed is not seen.");
  public static final Setting<String> GROUP_PROTOCOL =
      new Setting<>(
          "isotrail.streams.group.protocol",
          "classic | streams",
          "classic",
          false,
          "Rebalance protocol of the application's group.",
          StreamsSettings::protocol);
  public static final Setting<String> GROUP_INSTANCE =
      Setting.text(
          "isotrail.streams.group.instance.id",
          "",
          "Name of this instance in its group, unique and the same at each start: after a kill it"
              + " takes its place again at once. Empty: a killed instance is waited for until its"
              + " session ends. Only with the classic protocol.");
  public static final Setting<Integer> STANDBY_REPLICAS =
      Setting.integer(
          "isotrail.streams.standby.replicas",
          0,
          0,
          8,
          "Copies of each partition's stores that other instances keep, so that one of them takes"
              + " over without a restore; more than the other instances cannot be placed and are"
              + " left out. With the protocol streams it is set on the group at the broker, which"
              + " needs the right to alter its configuration and refuses more than"
              + " group.streams.max.standby.replicas (2).");
  public static final Setting<Duration> START_TIMEOUT =
      Setting.duration(
          "isotrail.streams.start-timeout",
          "60s",
          "Longest wait for Kafka at start, and for a start that fails because something is away and begins again; then the start fails and says so.");
  public static final Setting<Integer> UNDECODABLE_LIMIT =
      Setting.integer(
          "isotrail.streams.undecodable.limit",
          1000,
          0,
          Integer.MAX_VALUE,
          "Undecodable records within one hour that go to the dead letters; one more stops the"
              + " application, so that a bad deployment does not drain a topic.");
  public static final Setting<Integer> REJUDGE_SLICE =
      Setting.integer(
          "isotrail.streams.rejudge.slice",
          200,
          1,
          10_000,
          "Resources judged again in one step after a change of policy or exceptions.");
  public static final Setting<Integer> TIMELINE_LIMIT =
      Setting.integer(
          "isotrail.streams.timeline.facts",
          1000,
          10,
          100_000,
          "Facts remembered of one resource. Beyond it the older half is folded: tags, deployments and"
              + " definitions that later ones overwrote are dropped, what was concluded up to then"
              + " stands, and a fact for the time before is refused and counted as settled. Where"
              + " folding is not enough, a further fact goes to the dead letters as timeline-full: a"
              + " tag or deployment at twice the limit, any fact at ten times the limit or 2 MiB of"
              + " text.");
  public static final Setting<Integer> TIMELINES_HELD =
      Setting.integer(
          "isotrail.streams.timeline.held",
          8000,
          0,
          10_000_000,
          "Facts that each task holds as objects, up to 1 KB each; the least used are let go and"
              + " read from the local store again.");
  public static final Setting<Duration> RETENTION =
      Setting.duration(
          "isotrail.streams.retention",
          "402d",
          "1d",
          "36500d",
          "How long a resource is remembered after it was gone, and a rejection after it happened."
              + " Then it is purged: what was counted stays counted, and what arrives for the time"
              + " before is refused and counted as settled. Older instants are answered as of the end"
              + " of their day, with resolution P1D and without what is known of single violations."
              + " The default is the longest window and the two days at its edges.");
  public static final Setting<Duration> RUN_RETENTION =
      Setting.duration(
          "isotrail.streams.run.retention",
          "35d",
          "1d",
          "36500d",
          "How long a training, processing, tuning or transform job is remembered after the latest"
              + " fact about it; it stays counted. Where a window begins or ends within an older day,"
              + " its runs are counted by whole days.");
  public static final Setting<Duration> PURGE_QUIET =
      Setting.duration(
          "isotrail.streams.purge.quiet",
          "7d",
          "Nothing is purged about which something arrived within this time, so that a backfill of"
              + " old logs in any order is complete before anything is settled.");
  public static final Setting<Duration> TOLERANCE =
      Setting.duration(
          "isotrail.view.tolerance",
          "5s",
          "Records younger than this may be unprocessed while the answers count as complete.");
  public static final Setting<Duration> STALE_AFTER =
      Setting.duration(
          "isotrail.view.feed.stale-after",
          "90m",
          "A live feed that delivered nothing for this long is stale; the answers are then"
              + " incomplete.");
  public static final Setting<Duration> INSTANCE_SILENCE =
      Setting.duration(
          "isotrail.view.instance.silence",
          "120s",
          "10s",
          "24h",
          "An instance of ingest that has told nothing for so long before the last word of another on"
              + " the same queue has ended: what it had not settled is no longer waited for. Keep it"
              + " above four times isotrail.ingest.sharing.alive, and at least as long as the queue"
              + " hides a message.");
  public static final Setting<String> ENDED_SOURCES =
      Setting.text(
          "isotrail.view.sources.ended",
          "",
          "Sources, separated by commas and written as they were configured, that were replaced or"
              + " given up: what they did not give makes the answers incomplete no more. Each is named"
              + " in the component sources. One that has told something within"
              + " isotrail.view.instance.silence counts all the same.");
  public static final Setting<String> ACKNOWLEDGED_UNTIL =
      Setting.text(
          "isotrail.view.integrity.acknowledged-until",
          "",
          "Trail events, gaps and invalid or missing logs of before this instant were looked into:"
              + " they are still shown, and make the answers incomplete no more. For example"
              + " 2026-10-31T12:00:00Z; or file:PATH, a file whose only line is such an instant and"
              + " which is read again when it changes: no restart is needed then. While it cannot be"
              + " read or understood, what it said before holds, and a warning is logged.");
  public static final Setting<Integer> TREND_LIMIT =
      Setting.integer(
          "isotrail.view.trend-limit",
          20_000,
          1,
          1_000_000,
          "Sets of KPIs in one answer about trends: points times (groups + 1). A question whose"
              + " answer would have more is refused with 400.");
  public static final Setting<Long> VIEW_CACHE =
      Setting.bytes(
          "isotrail.view.cache",
          "32MiB",
          1L << 20,
          64L << 30,
          "Memory for rows that were read from the view's store in isotrail.streams.state.dir;"
              + " beyond it the longest unused ones are dropped.");
  public static final Setting<String> POLICY =
      Setting.text(
          "isotrail.streams.policy",
          "",
          "File with the policy, published at start when its content changed; empty: the shipped"
              + " default, unless a policy was published before.");
  public static final Setting<String> EXCEPTIONS =
      Setting.text(
          "isotrail.streams.exceptions",
          "",
          "File with the exceptions, published at start when their content changed; those that"
              + " vanished from it are revoked. Empty: nothing is published.");

  /** Every setting of this room. */
  public static final List<Setting<?>> ALL =
      List.of(
          APPLICATION_ID,
          THREADS,
          STATE_DIRECTORY,
          ROCKSDB_CACHE,
          COMMIT_INTERVAL,
          GROUP_PROTOCOL,
          GROUP_INSTANCE,
          STANDBY_REPLICAS,
          START_TIMEOUT,
          UNDECODABLE_LIMIT,
          REJUDGE_SLICE,
          TIMELINE_LIMIT,
          TIMELINES_HELD,
          RETENTION,
          RUN_RETENTION,
          PURGE_QUIET,
          TOLERANCE,
          STALE_AFTER,
          TREND_LIMIT,
          VIEW_CACHE,
          POLICY,
          EXCEPTIONS,
          INSTANCE_SILENCE,
          ENDED_SOURCES,
          ACKNOWLEDGED_UNTIL);

  /** Reads them once. */
  public static StreamsSettings from(Settings settings) {
    return new StreamsSettings(
        settings.get(APPLICATION_ID),
        settings.get(THREADS),
        Path.of(settings.get(STATE_DIRECTORY)),
        settings.get(ROCKSDB_CACHE),
        settings.get(COMMIT_INTERVAL),
        settings.get(GROUP_PROTOCOL),
        Optional.of(settings.get(GROUP_INSTANCE)).filter(name -> !name.isBlank()),
        settings.get(STANDBY_REPLICAS),
        settings.get(START_TIMEOUT),
        settings.get(UNDECODABLE_LIMIT),
        settings.get(REJUDGE_SLICE),
        settings.get(TIMELINE_LIMIT),
        settings.get(TIMELINES_HELD),
        settings.get(RETENTION),
        settings.get(RUN_RETENTION),
        settings.get(PURGE_QUIET),
        settings.get(TOLERANCE),
        settings.get(STALE_AFTER),
        settings.get(TREND_LIMIT),
        settings.get(VIEW_CACHE),
        file(settings.get(POLICY)),
        file(settings.get(EXCEPTIONS)),
        settings.get(INSTANCE_SILENCE),
        names(settings.get(ENDED_SOURCES)),
        Acknowledged.parse(settings.get(ACKNOWLEDGED_UNTIL)));
  }

  private static Set<String> names(String list) {
    return Stream.of(list.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<Path> file(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
  }

  private static String protocol(String text) {
    return switch (text) {
      case "classic", "streams" -> text;
      default -> throw new IllegalArgumentException("classic or streams is needed, not " + text);
    };
  }
}
