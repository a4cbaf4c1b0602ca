package io.isotrail.ingest.feed;

import io.isotrail.ingest.fetch.FetchException;

/** Takes what a feed delivers. */
public interface Intake {

  /** Takes a delivery; waits while too much is in flight. */
  void accept(Delivery delivery) throws InterruptedException;

  /** The feed has found something new and has more to give. */
  void searching();

  /** The feed has given all that is there now. */
  void searched();

  /** Part of the source could not be listed: what is in there stays unknown. */
  void unlisted(String message);

  /** The source does not answer as it should; the feed tries again. */
  void failed(FetchException failure);

  /** All of the source was listed once more: nothing of it is unknown any longer. */
  void listed();
}
