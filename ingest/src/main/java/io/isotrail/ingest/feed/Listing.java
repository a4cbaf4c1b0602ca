package io.isotrail.ingest.feed;

import io.isotrail.ingest.feed.Delivery.Handling;
import io.isotrail.ingest.feed.Delivery.Retry;
import io.isotrail.ingest.feed.Notice.Reason;
import io.isotrail.ingest.fetch.ObjectId;
import java.util.List;

/** What a listing finds becomes deliveries: the same for a directory and for a bucket. */
public final class Listing {

  private static final Runnable NOTHING = () -> {};

  private final SettledObjects settled;
  private final Intake intake;

  public Listing(SettledObjects settled, Intake intake) {
    this.settled = settled;
    this.intake = intake;
  }

  /** Something that is left out on purpose, and counted. */
  public void leaveOut(String name, Reason reason) throws InterruptedException {
    intake.accept(
        new Delivery(
            List.of(new Notice.LeftOut(name, reason)), Retry.HERE, handling(NOTHING, NOTHING)));
  }

  /**
   * @param whenReturned called when the object was given up
   */
  void give(ObjectId object, Runnable whenReturned) throws InterruptedException {
    give(object, NOTHING, whenReturned);
  }

  /**
   * An object that is to be read; one that was settled before is left out, and counted.
   *
   * @param whenSettled called once the object is remembered as settled
   * @param whenReturned called when the object was given up
   */
  public void give(ObjectId object, Runnable whenSettled, Runnable whenReturned)
      throws InterruptedException {
    if (settled.contains(object)) {
      leaveOut(object.name(), Reason.SETTLED_BEFORE);
      return;
    }
    Runnable remember =
        () -> {
          settled.add(object);
          whenSettled.run();
        };
    intake.accept(
        new Delivery(
            List.of(new Notice.Listed(object)), Retry.HERE, handling(remember, whenReturned)));
  }

  private static Handling handling(Runnable whenSettled, Runnable whenReturned) {
    return new Handling() {
      @Override
      public void settled() {
        whenSettled.run();
      }

      @Override
      public void returned() {
        whenReturned.run();
      }
    };
  }
}
