package io.isotrail.app.crash;

import static org.awaitility.Awaitility.await;

import io.isotrail.app.e2e.Leashed;
import io.isotrail.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A broker and the instances that run, each in a process of its own; and somebody who asks all of
 * them all the time.
 */
final class Fleet implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PROGRESS = Duration.ofSeconds(40);
  private static final String GROUP = "isotrail-streams";

  private final Path directory;
  private final Path config;
  private final long asOf;
  private final int brokerPort;
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private final Map<String, List<String>> settings = new ConcurrentHashMap<>();
  private final Map<String, Instance> live = new ConcurrentHashMap<>();
  private final List<String> journal = new CopyOnWriteArrayList<>();
  private final List<String> silences = new CopyOnWriteArrayList<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final Thread asking = Thread.ofPlatform().daemon().name("asking").unstarted(this::ask);
  private final long begun = System.nanoTime();
  private Child broker;

  /**
   * Starts the broker and nothing else.
   *
   * @param common settings of all instances, without the address of the broker
   * @param asOf the instant that is asked about, epoch seconds
   */
  Fleet(Path directory, Map<String, String> common, long asOf) throws IOException {
    this.directory = directory;
    this.asOf = asOf;
    this.brokerPort = freePort();
    StringBuilder lines = new StringBuilder("kafka.bootstrap.servers = " + bootstrap() + "\n");
    common.forEach((key, value) -> lines.append(key).append(" = ").append(value).append('\n'));
    this.config = Files.writeString(directory.resolve("isotrail.properties"), lines);
    this.broker = startBroker();
    asking.start();
  }

  String bootstrap() {
    return "127.0.0.1:" + brokerPort;
  }

  private Child startBroker() {
    Pattern listens = Pattern.compile(Leashed.BROKER_LISTENS);
    Path log = directory.resolve("broker.log");
    long before = Files.exists(log) ? listens.matcher(text(log)).results().count() : 0;
    Child started =
        Child.start(
            directory,
            "broker",
            List.of("broker", directory.resolve("broker").toString(), "" + brokerPort));
    await()
        .atMost(PATIENCE)
        .until(
            () -> !started.isAlive() || listens.matcher(started.said()).results().count() > before);
    if (!started.isAlive()) {
      throw new AssertionError("the broker does not start: " + started.said());
    }
    return started;
  }

  /** Kills the broker and starts it again over what it had written. */
  void restartBroker() {
    note("broker killed");
    broker.kill();
    broker = startBroker();
    note("broker is back");
  }

  /**
   * Adds an instance.
   *
   * @param own further settings, kept for its later starts
   */
  void start(String name, String... own) {
    settings.put(name, List.of(own));
    start(name);
  }

  /** Starts an instance again. */
  void start(String name) {
    int port = ports.computeIfAbsent(name, absent -> freePort());
    live.put(
        name,
        Instance.start(directory, name, port, config, settings.getOrDefault(name, List.of())));
    note("start " + name);
  }

  /** SIGKILL. */
  void kill(String name) {
    Instance instance = take(name);
    note("kill " + name);
    instance.close();
  }

  /** SIGTERM. */
  void end(String name) {
    Instance instance = take(name);
    note("end " + name);
    instance.process().terminate();
    instance.close();
  }

  private Instance take(String name) {
    Instance instance = live.remove(name);
    if (instance == null) {
      throw new AssertionError(name + " does not run");
    }
    if (!instance.process().isAlive()) {
      throw new AssertionError(name + " had ended by itself: " + instance.process().said());
    }
    return instance;
  }

  /** The names of those that run, in their order. */
  List<String> names() {
    return live.keySet().stream().sorted().toList();
  }

  /** Those that run. */
  List<Instance> instances() {
    return new ArrayList<>(live.values());
  }

  /** Waits until every instance answers. */
  void awaitAnswers() {
    for (Instance instance : live.values()) {
      await().atMost(PATIENCE).until(() -> instance.answers() || !instance.process().isAlive());
      if (!instance.process().isAlive()) {
        throw new AssertionError(instance.name() + " ended: " + instance.process().said());
      }
    }
  }

  /** How many facts the group has committed as processed; 0 while the broker does not say. */
  long processed() {
    Map<String, Object> config = new HashMap<>();
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
    try (Admin admin = Admin.create(config)) {
      return admin
          .listConsumerGroupOffsets(GROUP)
          .partitionsToOffsetAndMetadata()
          .get(5, TimeUnit.SECONDS)
          .entrySet()
          .stream()
          .filter(each -> each.getKey().topic().equals(Topics.FACTS.name()))
          .filter(each -> each.getValue() != null)
          .mapToLong(each -> each.getValue().offset())
          .sum();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      return 0;
    }
  }

  /** Waits until more than so many facts are processed, or not: whoever kills need not know. */
  void awaitProgress(long before) throws InterruptedException {
    long deadline = System.nanoTime() + PROGRESS.toNanos();
    while (processed() <= before && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
  }

  /** Writes down what happens, for whoever has to understand a failure. */
  void note(String what) {
    journal.add("%6.1f s  %s".formatted((System.nanoTime() - begun) / 1e9, what));
  }

  String journal() {
    return String.join("\n", journal);
  }

  /** When somebody who had answered before did not answer although nobody had killed it. */
  List<String> silences() {
    return silences;
  }

  /** How many answers were given in all. */
  int answers() {
    return answers.get();
  }

  private void ask() {
    List<Instance> known = new ArrayList<>();
    try {
      while (true) {
        for (Instance instance : live.values()) {
          if (instance.kpis(asOf).isPresent()) {
            answers.incrementAndGet();
            known.add(instance);
          } else if (known.contains(instance) && live.containsValue(instance)) {
            silences.add(instance.name() + " after:\n" + journal());
          }
        }
        // An answer costs a tenth of a second of somebody who has other things to do.
        Thread.sleep(1500);
      }
    } catch (InterruptedException e) {
      // Told to end.
      return;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Below the ports that Linux gives to outgoing connections: whoever is killed finds its own free
   * again, and nobody who asks in vain for a broker that is down takes its place.
   */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody has it: the next one.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    asking.interrupt();
    try {
      asking.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    live.values().forEach(Instance::close);
    broker.close();
  }
}
