package io.isotrail.ingest.settle;

import io.isotrail.ingest.feed.Delivery;

/** A delivery whose notices end one by one, in any order. */
public final class OpenDelivery {

  private final Delivery delivery;
  private int left;
  private boolean someReturned;

  public OpenDelivery(Delivery delivery) {
    this.delivery = delivery;
    this.left = delivery.notices().size();
  }

  /** Who tries again. */
  public Delivery.Retry retry() {
    return delivery.retry();
  }

  /** How often it was delivered, this time included. */
  public int receives() {
    return delivery.receives();
  }

  /** One of its notices has ended. */
  void ended(boolean returned) {
    boolean last;
    boolean whole;
    synchronized (this) {
      someReturned |= returned;
      left--;
      last = left == 0;
      whole = !someReturned;
    }
    if (last && whole) {
      delivery.handling().settled();
    } else if (last) {
      delivery.handling().returned();
    }
  }
}
