package io.isotrail.app.e2e;

import io.isotrail.app.Main;
import io.isotrail.app.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a test starts as a process of its own. It ends when its standard input does, which is when
 * the test's JVM ends in whatever way, so that no killed test leaves anything running.
 *
 * <p>Arguments: those of the command line, or {@code broker DIRECTORY PORT} for a Kafka.
 */
public final class Leashed {

  /** Said on standard error once the broker listens. */
  public static final String BROKER_LISTENS = "broker listens";

  private Leashed() {}

  public static void main(String[] arguments) throws InterruptedException {
    Thread.ofPlatform().daemon().name("leash").start(Leashed::endWithParent);
    if (!arguments[0].equals("broker")) {
      Main.main(arguments);
      return;
    }
    EmbeddedBroker broker =
        EmbeddedBroker.start(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    System.err.println(BROKER_LISTENS);
    // Until it is told to end, or killed, or the leash is let go.
    Thread.currentThread().join();
    broker.close();
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nobody says anything.
      }
    } catch (IOException e) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(1);
  }
}
