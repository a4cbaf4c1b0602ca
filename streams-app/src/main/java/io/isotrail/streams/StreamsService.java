package io.isotrail.streams;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.TopicCreator;
import io.isotrail.schemas.topic.TopicException;
import io.isotrail.schemas.topic.TopicSettings;
import io.isotrail.streams.api.ApiPorts;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.deadletters.KafkaDeadLetterReader;
import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.governance.GovernanceRegister;
import io.isotrail.streams.governance.InvalidGovernanceException;
import io.isotrail.streams.governance.Outcome;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.rejections.KafkaRejectionPublisher;
import io.isotrail.streams.rejections.RejectionPublisher;
import io.isotrail.streams.simulation.KafkaFactSource;
import io.isotrail.streams.simulation.PolicySimulator;
import io.isotrail.streams.simulation.SimulationSettings;
import io.isotrail.streams.simulation.Simulator;
import io.isotrail.streams.topology.IsotrailTopology;
import io.isotrail.streams.topology.StreamsProperties;
import io.isotrail.streams.view.TopicView;
import io.isotrail.streams.view.View;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Facts and governance in, a view out: the Kafka Streams application with what must stand before it
 * (topics, governance) and what reads after it (the view).
 */
public final class StreamsService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);
  private static final Duration CLOSING = Duration.ofSeconds(4);
  private static final Duration BEFORE_RETRY = Duration.ofSeconds(1);
  private static final Duration GOVERNANCE_PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_STARTS_AT_ONCE = 20;

  /**
   * How far the work has come.
   *
   * @param facts records in the topic of facts
   * @param processed how many of them were processed in a committed transaction
   */
  public record Progress(long facts, long processed) {}

  private final Settings settings;
  private final StreamsSettings streams;
  private final MeterRegistry metrics;
  private final Map<String, Object> clients;
  private final Admin admin;
  private final StreamsLag lag;
  private final TopicView view;
  private final GovernanceRegister governance;
  private final RejectionPublisher rejections;
  private final Simulator simulator;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("isotrail-lag").daemon().factory());
  private @Nullable ScheduledFuture<?> lookingEachSecond;
  private @Nullable KafkaStreams application;
  private volatile @Nullable String failure;

  private StreamsService(Settings settings, MeterRegistry metrics) {
    this.settings = settings;
    this.streams = StreamsSettings.from(settings);
    this.metrics = metrics;
    this.clients = Clients.base(settings);
    clients.put(AdminClientConfig.CLIENT_ID_CONFIG, streams.applicationId() + "-admin");
    this.admin = Admin.create(clients);
    this.lag = new StreamsLag(admin, streams.applicationId(), streams.tolerance());
    this.view = TopicView.of(settings, streams, this::component, lag::lagging);
    this.governance = governance(settings, GOVERNANCE_PATIENCE);
    this.rejections = KafkaRejectionPublisher.of(settings);
    this.simulator =
        new PolicySimulator(
            SimulationSettings.from(settings),
            () -> KafkaFactSource.open(settings),
            this::standing,
            System::nanoTime);
  }

  /**
   * Reads the settings and wires; nothing is sent yet.
   *
   * @throws io.isotrail.schemas.settings.SettingsException when a setting cannot be used
   */
  public static StreamsService open(Settings settings, MeterRegistry metrics) {
    return new StreamsService(settings, metrics);
  }

  /**
   * The register of policies and exceptions, for whoever is not a running service.
   *
   * @param patience longest wait for one answer of Kafka's
   */
  public static GovernanceRegister governance(Settings settings, Duration patience) {
    return GovernanceRegister.of(
        settings, StreamsSettings.from(settings).applicationId() + "-governance", patience);
  }

  /**
   * Requires that the files with policy and exceptions can be used, before anything is started.
   *
   * @throws SettingsException naming file, field and mend when one cannot
   */
  public static void requireGovernance(Settings settings) {
    StreamsSettings streams = StreamsSettings.from(settings);
    try {
      Policy policy =
          streams
              .policyFile()
              .map(GovernanceFiles::readPolicy)
              .orElseGet(GovernanceFiles::defaultPolicy);
      streams.exceptionsFile().ifPresent(file -> GovernanceFiles.readExceptions(file, policy));
    } catch (InvalidGovernanceException e) {
      throw new SettingsException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Creates what topics are missing, publishes the governance given by files, starts the
   * application and the view. Returns when all of that was begun, not when it has caught up.
   *
   * @throws IllegalStateException when Kafka is away longer than the setting allows; the message
   *     names the address and the mend
   * @throws TopicException when the topics cannot be used as they are
   * @throws InvalidGovernanceException when a file cannot be used
   */
  public void start() {
    awaitKafka();
    Passing.outlast(streams.startTimeout(), BEFORE_RETRY, this::prepare);
    Properties properties = StreamsProperties.of(settings, streams, metrics);
    KafkaStreams started = application(properties);
    started.setUncaughtExceptionHandler(this::onFailure);
    application = started;
    started.start();
    view.start();
    lookingEachSecond =
        looking.scheduleWithFixedDelay(
            () -> lag.look(System.nanoTime(), view), 0, 1, TimeUnit.SECONDS);
  }

  /** What must be in Kafka before anybody reads; doing it twice is doing it once. */
  private void prepare() {
    TopicSettings topics = TopicSettings.from(settings);
    TopicCreator.ensure(admin, topics.partitions(), topics.replication());
    publishGovernance();
    if (streams.groupProtocol().equals("streams")) {
      GroupStandbys.set(admin, streams.applicationId(), streams.standbyReplicas());
    }
  }

  private KafkaStreams application(Properties properties) {
    try {
      return new KafkaStreams(
          new IsotrailTopology(settings, streams, metrics, properties).get(), properties);
    } catch (StreamsException e) {
      throw new IllegalStateException(
          "the state directory %s cannot be used (%s); give each instance one of its own with %s"
              .formatted(
                  streams.stateDirectory(), e.getMessage(), StreamsSettings.STATE_DIRECTORY.key()),
          e);
    }
  }

  /** Of several instances that start at once one is let through, the others come after it. */
  private void publishGovernance() {
    for (int attempt = 1; ; attempt++) {
      String reason = triedToPublish();
      if (reason.isEmpty()) {
        return;
      }
      if (attempt == MOST_STARTS_AT_ONCE) {
        throw new IllegalStateException("policy and exceptions are not published: " + reason);
      }
      LOG.info("another instance publishes governance; this one looks again after it");
      pause(BEFORE_RETRY);
    }
  }

  /** Empty when all is published, else what came between. */
  private String triedToPublish() {
    return switch (governance.start(streams.policyFile(), streams.exceptionsFile())) {
      case Outcome.Published _, Outcome.Unchanged _ -> "";
      case Outcome.Conflict(String reason) -> reason;
      case Outcome.Unknown(String id) ->
          throw new IllegalStateException("no file refers to the exception " + id);
    };
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitKafka() {
    long end = System.nanoTime() + streams.startTimeout().toNanos();
    while (true) {
      try {
        admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for Kafka", e);
      } catch (ExecutionException | TimeoutException e) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "Kafka does not answer at "
                  + clients.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)
                  + " within "
                  + streams.startTimeout().toSeconds()
                  + " s. Start it, or correct kafka.bootstrap.servers and kafka.security.*, or wait"
                  + " longer with "
                  + StreamsSettings.START_TIMEOUT.key(),
              e);
        }
      }
    }
  }

  /**
   * What is away comes back, so the thread is replaced and the transaction done again; anything
   * else would only fail again.
   */
  private StreamThreadExceptionResponse onFailure(Throwable thrown) {
    if (Passing.is(thrown)) {
      LOG.atWarn()
          .addKeyValue("reason", thrown.getMessage())
          .log("a stream thread failed for a passing reason and is replaced");
      pause(BEFORE_RETRY);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    failure = "the application stopped: " + thrown.getMessage();
    LOG.atError().setCause(thrown).log("the streams application stops");
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private View.Component component() {
    String failed = failure;
    return failed == null
        ? lag.state(System.nanoTime())
        : new View.Component("streams", false, failed);
  }

  /** What answers; until {@link #start} it is empty and not ready. */
  public View view() {
    return view;
  }

  private PolicySimulator.Standing standing() {
    return new PolicySimulator.Standing(
        view.rules(),
        view.feeds().stream()
            .map(
                feed ->
                    new KpiSource.Covered(
                        feed.getAccount(), feed.getRegion(), feed.getFirstEventAt()))
            .toList(),
        view.completeness().complete());
  }

  /** What the API asks. */
  public ApiPorts ports() {
    return new ApiPorts(
        view, rejections, governance, simulator, KafkaDeadLetterReader.of(settings));
  }

  /**
   * True when every fact and governance record that is now in the topics was processed in a
   * committed transaction and is in the view.
   */
  public boolean drained() {
    try {
      boolean drained =
          !view.partitions().isEmpty()
              && lag.drained()
              && viewReachedTheEnd()
              && view.rejudging().isEmpty()
              // The rest of the transaction that ended the re-judging.
              && viewReachedTheEnd();
      if (drained) {
        // So that completeness, asked right after, does not speak of a second ago.
        lag.look(System.nanoTime(), view);
      }
      return drained;
    } catch (KafkaException e) {
      LOG.atDebug().setCause(e).log("Kafka does not say whether everything is processed");
      return false;
    }
  }

  private boolean viewReachedTheEnd() {
    return view.hasReached(lag.ends(view.partitions()));
  }

  /** Progress as of a second ago at most. */
  public Progress progress() {
    return lag.progress();
  }

  /** What speaks against it working right now; empty when nothing does. */
  public Optional<String> check() {
    Optional<String> stopped = stopped();
    if (stopped.isPresent()) {
      return stopped;
    }
    KafkaStreams running = application;
    if (running == null) {
      return Optional.of("the application is not started");
    }
    return running.state() == KafkaStreams.State.RUNNING
        ? Optional.empty()
        : Optional.of("the application is starting or rebalancing");
  }

  /** Why nothing is judged any more before the next start; empty while something may be. */
  public Optional<String> stopped() {
    String failed = failure;
    if (failed != null) {
      return Optional.of(failed);
    }
    KafkaStreams running = application;
    if (running == null) {
      return Optional.empty();
    }
    return switch (running.state()) {
      case CREATED, REBALANCING, RUNNING -> Optional.empty();
      case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR ->
          Optional.of("the application has stopped");
    };
  }

  /** Stops everything that was started, within 5 s. */
  @Override
  public void close() {
    if (lookingEachSecond != null) {
      lookingEachSecond.cancel(true);
    }
    looking.shutdownNow();
    if (application != null) {
      // Leaving at once, or else the next start would wait for this member's session to end.
      application.close(
          CloseOptions.timeout(CLOSING)
              .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
    view.close();
    rejections.close();
    admin.close(Duration.ofSeconds(1));
  }
}
