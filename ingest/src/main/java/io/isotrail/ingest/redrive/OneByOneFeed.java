package io.isotrail.ingest.redrive;

import io.isotrail.ingest.feed.Delivery;
import io.isotrail.ingest.feed.Feed;
import io.isotrail.ingest.feed.Intake;
import io.isotrail.ingest.feed.Notice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/** Gives what it is handed, and tells how that ended. */
public final class OneByOneFeed implements Feed {

  private final BlockingQueue<Delivery> handed = new LinkedBlockingQueue<>();

  /**
   * Hands notices over as one delivery and waits for its end.
   *
   * @return true when all of it is settled, false when some of it was given up
   */
  public boolean give(List<Notice> notices) throws InterruptedException {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Delivery.Handling handling =
        new Delivery.Handling() {
          @Override
          public void settled() {
            ended.complete(true);
          }

          @Override
          public void returned() {
            ended.complete(false);
          }
        };
    handed.add(new Delivery(notices, Delivery.Retry.HERE, handling));
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a delivery ends with a word, never with an exception", e);
    }
  }

  @Override
  public void requireSource() {}

  @Override
  public void run(Intake intake) throws InterruptedException {
    intake.searching();
    while (true) {
      intake.accept(handed.take());
    }
  }

  @Override
  public boolean live() {
    return true;
  }

  @Override
  public Optional<String> check() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
