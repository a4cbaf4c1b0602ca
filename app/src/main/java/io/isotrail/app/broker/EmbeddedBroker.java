package io.isotrail.app.broker;

import io.isotrail.schemas.settings.SettingsException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node (KRaft, controller and broker at once) that listens on 127.0.0.1 alone and keeps
 * its log under {@code DATA/kafka}. What was acknowledged survives the death of the process; a
 * death of the machine may cost what the operating system had not yet written.
 *
 * <p>The broker classes are Kafka's internal API, which may change with every release: nothing
 * outside of this class touches them.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final int NODE = 1;

  /** Always the same, so that formatting a directory that was formatted changes nothing. */
  private static final String CLUSTER = "isotrail-embedded-node";

  private static final int ATTEMPTS_AT_FREE_PORTS = 5;

  private static final Duration FAILED_CLOSE = Duration.ofSeconds(3);

  private final DataDirectory directory;
  private final KafkaRaftServer server;
  private final int port;
  private final AtomicReference<@Nullable String> failure;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(
      DataDirectory directory,
      KafkaRaftServer server,
      int port,
      AtomicReference<@Nullable String> failure) {
    this.directory = directory;
    this.server = server;
    this.port = port;
    this.failure = failure;
  }

  /**
   * Starts the broker and ends the process with exit code 1 should the broker fail later.
   *
   * @param data directory of this installation; made where it is missing
   * @param port port on 127.0.0.1; 0 = any free one
   * @throws SettingsException when the port is taken
   * @throws BrokerException when the directory is in use, or the disk is full
   */
  public static EmbeddedBroker start(Path data, int port) {
    return start(
        data,
        port,
        message -> {
          System.err.println("isotrail: " + message);
          Runtime.getRuntime().halt(1);
        });
  }

  /**
   * Starts the broker.
   *
   * @param onFailure told once, with a message for people, when Kafka gives up while it runs
   *     (nearly always: the disk is full)
   */
  public static EmbeddedBroker start(Path data, int port, Consumer<String> onFailure) {
    Path absolute = data.toAbsolutePath().normalize();
    DataDirectory directory = DataDirectory.lock(absolute);
    AtomicReference<@Nullable String> failure = new AtomicReference<>();
    boolean started = false;
    try {
      translateExits(absolute, failure, onFailure);
      EmbeddedBroker broker = startLocked(directory, port, failure);
      started = true;
      return broker;
    } finally {
      if (!started) {
        directory.close();
      }
    }
  }

  private static EmbeddedBroker startLocked(
      DataDirectory directory, int port, AtomicReference<@Nullable String> failure) {
    for (int attempt = 1; ; attempt++) {
      int listening = port == 0 ? freePort() : requireFree(port);
      KafkaConfig config =
          KafkaConfig.fromProps(
              BrokerSettings.properties(NODE, listening, freePort(), directory.kafka()), false);
      @Nullable KafkaRaftServer server = null;
      try {
        format(directory.kafka());
        server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(directory, server, listening, failure);
      } catch (Exception e) {
        if (server != null) {
          server.shutdown();
        }
        // Somebody may take a free port between our look and Kafka's bind.
        if (!(causedBy(e, BindException.class) && attempt < ATTEMPTS_AT_FREE_PORTS)) {
          throw new BrokerException(
              "the embedded Kafka under %s does not start (%s)"
                  .formatted(directory.kafka(), rootOf(e)),
              e);
        }
      }
    }
  }

  /** Writes Kafka's identity files on the first start, and nothing later. */
  private static void format(Path logDirectory) throws Exception {
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(NODE)
        .setClusterId(CLUSTER)
        .setControllerListenerName(BrokerSettings.CONTROLLER)
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setMetadataLogDirectory(logDirectory.toString())
        .addDirectory(logDirectory.toString())
        .setIgnoreFormatted(true)
        .run();
  }

  /** What clients connect to. */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Why the broker does not work; empty while it does. */
  public Optional<String> check() {
    String message = failure.get();
    if (message == null && closed.get()) {
      message = "the embedded Kafka was closed";
    }
    return Optional.ofNullable(message);
  }

  /** Ends the broker, once: in good order, or as far as it goes when it has failed. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Thread ending =
        Thread.ofPlatform().daemon().name("isotrail-broker-closing").start(this::shutDown);
    try {
      if (failure.get() == null) {
        ending.join();
      } else {
        // A failed broker may wait for ever for what it can no longer write.
        ending.join(FAILED_CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      directory.close();
    }
  }

  private void shutDown() {
    server.shutdown();
    server.awaitShutdown();
  }

  /**
   * Kafka ends the process by itself and without a word on standard error when its last log
   * directory fails; here it says why.
   */
  private static void translateExits(
      Path data, AtomicReference<@Nullable String> failure, Consumer<String> onFailure) {
    Exit.Procedure procedure =
        (code, message) -> {
          String reason =
              DataDirectory.freeBytes(data) < DataDirectory.LEAST_FREE_BYTES
                  ? "the disk under the data directory %s is full; free some space and start again:"
                          .formatted(data)
                      + " nothing that was acknowledged is lost"
                  : "the embedded Kafka under %s failed%s; --verbose logs why"
                      .formatted(data, message == null ? "" : " (" + message + ")");
          if (failure.compareAndSet(null, reason)) {
            onFailure.accept(reason);
          }
          throw new IllegalStateException(reason);
        };
    Exit.setExitProcedure(procedure);
    Exit.setHaltProcedure(procedure);
  }

  private static int requireFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new SettingsException(
          "port %d on 127.0.0.1 is taken by another program; choose another with --kafka-port"
                  .formatted(port)
              + " (0 = any free one)",
          e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BrokerException("no port is free on 127.0.0.1", e);
    }
  }

  private static boolean causedBy(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
