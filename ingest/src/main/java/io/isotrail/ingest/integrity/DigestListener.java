package io.isotrail.ingest.integrity;

import java.util.function.Consumer;

/** Hears what a watch finds; called by one thread. */
public interface DigestListener {

  /** A result, valid or not. */
  void found(Result result);

  /**
   * A valid digest names a log that is as it was delivered and was not read like that.
   *
   * @param told whether a notification or a listing told of it
   * @param ended told once, if it is read now: whether it ended for good
   * @return HEALED or READ_AGAIN when it is read now, else CHECKED
   */
  Fate unread(Chain chain, ObjectName log, boolean told, Consumer<Boolean> ended)
      throws InterruptedException;

  /** Every log of a valid digest is accounted for. */
  void called(Roll roll);

  /** So many digests wait that this one is not judged. */
  void leftOut(DigestName digest);
}
