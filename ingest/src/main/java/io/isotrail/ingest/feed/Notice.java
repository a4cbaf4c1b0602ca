package io.isotrail.ingest.feed;

import io.isotrail.ingest.fetch.ObjectId;
import java.util.Locale;
import java.util.Optional;

/** One thing that a feed heard of. */
public sealed interface Notice {

  /** Bounded text by which people recognise it. */
  String name();

  /** An object that is to be read. */
  record Listed(ObjectId object) implements Notice {
    @Override
    public String name() {
      return object.name();
    }
  }

  /**
   * A record that came in the message itself, by EventBridge; its copy in S3 arrives minutes later
   * and is absorbed, having the same eventID.
   *
   * @param name the event of EventBridge, {@code eventbridge:ID}
   * @param record one CloudTrail record as JSON
   * @param account its account; empty when it does not say, and then the record is no good either
   * @param region its region; empty likewise
   */
  @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
  record Carried(String name, byte[] record, Optional<String> account, Optional<String> region)
      implements Notice {

    /** How the name of every such record begins. */
    public static final String NAMED = "eventbridge:";
  }

  /** Something that is left out on purpose. */
  record LeftOut(String name, Reason reason) implements Notice {}

  /**
   * Something that cannot be understood.
   *
   * @param body what came; goes to the dead letters
   * @param reason code, e.g. {@code unknown-envelope}
   * @param message what was expected
   */
  @SuppressWarnings("ArrayRecordComponent") // Carried into a dead letter, never compared.
  record Unusable(String name, byte[] body, String reason, String message) implements Notice {}

  /** Why something is left out on purpose. */
  enum Reason {
    /** A digest of CloudTrail's log file integrity. */
    DIGEST,
    INSIGHT,
    NETWORK_ACTIVITY,
    AGGREGATED,
    /** Outside of AWSLogs, or of another service under it. */
    OTHER_FOLDER,
    /** Neither {@code .json} nor {@code .json.gz}. */
    OTHER_FILE,
    /** A key that stands for a folder. */
    FOLDER_MARKER,
    /** Delivered on a day that was not asked for. */
    OTHER_DAY,
    /** The checkpoint says that it was settled before. */
    SETTLED_BEFORE,
    /** The message that S3 sends when notifications are set up. */
    TEST_EVENT,
    /** The message that CloudTrail sends when a topic is set up. */
    VALIDATION_MESSAGE,
    /** A notification of something other than a creation. */
    NOT_A_CREATION;

    /** The code in metrics, e.g. {@code other-folder}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
