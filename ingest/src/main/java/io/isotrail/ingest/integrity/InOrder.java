package io.isotrail.ingest.integrity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does work ahead, so much at once, and gives its results in the order of the inputs. */
final class InOrder implements AutoCloseable {

  private final int most;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("verify-", 0).factory());

  InOrder(int most) {
    this.most = most;
  }

  /** Work that waits on others. */
  @FunctionalInterface
  interface Work<T, R> {
    R of(T input) throws InterruptedException;
  }

  /** What becomes of a result; false when no more is wanted. */
  @FunctionalInterface
  interface Use<T, R> {
    boolean with(T input, R result) throws InterruptedException;
  }

  <T, R> void each(List<T> inputs, Work<T, R> work, Use<T, R> use) throws InterruptedException {
    Deque<Future<R>> ahead = new ArrayDeque<>();
    int next = 0;
    try {
      for (T input : inputs) {
        while (next < inputs.size() && ahead.size() < most) {
          T coming = inputs.get(next++);
          ahead.add(workers.submit(() -> work.of(coming)));
        }
        if (!use.with(input, ahead.remove().get())) {
          return;
        }
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      ahead.forEach(future -> future.cancel(true));
    }
  }

  private static RuntimeException unwrapped(ExecutionException failure)
      throws InterruptedException {
    return switch (failure.getCause()) {
      case InterruptedException ending -> throw ending;
      case RuntimeException unexpected -> unexpected;
      case Error unexpected -> throw unexpected;
      case null, default -> new IllegalStateException(failure);
    };
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
