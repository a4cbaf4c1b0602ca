package io.isotrail.app.conservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.app.crash.Child;
import io.isotrail.emulated.EmulatedAws;
import io.isotrail.schemas.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same proof with a process of its own and the signal that nobody can catch. */
final class KilledIngestTest {

  private static final int KILLS = Integer.getInteger("isotrail.conservation.process.kills", 4);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String QUEUE = "killed";

  @TempDir private Path directory;

  @Test
  void nothingIsLostByProcessesThatAreKilled() throws Exception {
    long seed = Long.getLong("isotrail.conservation.seed", System.nanoTime() & 0xffff_ffffL);
    System.out.printf("killed ingest: -Disotrail.conservation.seed=%d%n", seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<Cargo> cargos = new ArrayList<>();
    try (Emulators emulators = new Emulators(directory.resolve("kafka"));
        // Slow bodies keep objects open for long enough to be killed in the middle.
        FaultyRelay s3 = new FaultyRelay(emulators.s3Port(), _ -> Fault.SLOW)) {
      emulators.createQueue(QUEUE);
      for (int i = 0; i <= KILLS; i++) {
        Cargo cargo = Cargo.load("k" + Long.toHexString(seed) + "x" + i + "z", random);
        cargo.objects().forEach(emulators::put);
        cargos.add(cargo);
      }
      List<String> settings = settings(emulators, s3.port());
      for (Cargo cargo : cargos) {
        cargo.messages().forEach(body -> emulators.send(QUEUE, body));
        try (Child child = start(settings)) {
          boolean last = cargos.getLast().equals(cargo);
          int before = emulators.messages(QUEUE);
          long deadline = System.nanoTime() + PATIENCE.toNanos();
          // Killed as soon as it deletes, or when all is done: never before it has begun.
          int goal = last ? 0 : before - 1 - random.nextInt(Math.max(1, before / 2));
          while (emulators.messages(QUEUE) > Math.max(0, goal)) {
            assertThat(child.isAlive()).as(child.said()).isTrue();
            assertThat(System.nanoTime()).as(child.said()).isLessThan(deadline);
            Thread.sleep(5);
          }
          if (last) {
            child.terminate();
          } else {
            child.kill();
          }
        }
      }
      Arrived arrived = Arrived.read(new Settings(emulators.kafka()));
      for (int i = 0; i < cargos.size(); i++) {
        arrived.require("k" + Long.toHexString(seed) + "x" + i + "z", cargos.get(i));
      }
      arrived.requireNothingElse();
    }
  }

  private Child start(List<String> settings) {
    List<String> arguments = new ArrayList<>(List.of("ingest"));
    for (String setting : settings) {
      arguments.add("--set");
      arguments.add(setting);
    }
    return Child.start(
        directory,
        "ingest",
        arguments,
        Map.of(
            "AWS_ACCESS_KEY_ID", EmulatedAws.IDENTITY,
            "AWS_SECRET_ACCESS_KEY", EmulatedAws.CREDENTIAL));
  }

  private static List<String> settings(Emulators emulators, int s3Port) {
    Map<String, String> values = new HashMap<>(emulators.kafka());
    values.put(
        "isotrail.ingest.source",
        "sqs:http://127.0.0.1:" + emulators.sqsPort() + "/000000000000/" + QUEUE);
    values.put("isotrail.ingest.aws.endpoint", "http://127.0.0.1:" + s3Port);
    values.put("isotrail.ingest.aws.region", "eu-central-1");
    values.put("isotrail.ingest.aws.path-style", "true");
    values.put("isotrail.ingest.sqs.wait", "1s");
    values.put("isotrail.ingest.sqs.visibility", "3s");
    values.put("isotrail.ingest.sqs.receives", "1000");
    values.put("isotrail.ingest.canary", "0s");
    values.put("isotrail.app.health.port", "0");
    List<String> settings = new ArrayList<>();
    values.forEach((key, value) -> settings.add(key + "=" + value));
    return settings;
  }
}
