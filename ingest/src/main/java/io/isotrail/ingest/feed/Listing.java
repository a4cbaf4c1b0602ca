package io.isotrail.ingest.feed;

import io.isotrail.ingest.feed.Delivery.Handling;
import io.isotrail.ingest.feed.Delivery.Retry;
import io.isotrail.ingest.feed.Notice.Reason;
import io.isotrail.ingest.fetch.ObjectId;
import java.util.List;

/** What a listing finds becomes deliveries: the same for a directory and for a bucket. */
final class Listing {

  private static final Handling NOTHING_TO_DO =
      new Handling() {
        @Override
        public void settled() {}

        @Override
        public void returned() {}
      };

  private final SettledObjects settled;
  private final Intake intake;

  Listing(SettledObjects settled, Intake intake) {
    this.settled = settled;
    this.intake = intake;
  }

  void leaveOut(String name, Reason reason) throws InterruptedException {
    intake.accept(
        new Delivery(List.of(new Notice.LeftOut(name, reason)), Retry.HERE, NOTHING_TO_DO));
  }

  /**
   * @param whenReturned called when the object was given up
   */
  void give(ObjectId object, Runnable whenReturned) throws InterruptedException {
    if (settled.contains(object)) {
      leaveOut(object.name(), Reason.SETTLED_BEFORE);
      return;
    }
    Handling handling =
        new Handling() {
          @Override
          public void settled() {
            settled.add(object);
          }

          @Override
          public void returned() {
            whenReturned.run();
          }
        };
    intake.accept(new Delivery(List.of(new Notice.Listed(object)), Retry.HERE, handling));
  }
}
