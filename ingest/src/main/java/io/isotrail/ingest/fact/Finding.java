package io.isotrail.ingest.fact;

import io.isotrail.avro.Fact;
import io.isotrail.avro.TrailEvent;
import java.util.List;
import java.util.Locale;

/** What a record of SageMaker comes to. */
public sealed interface Finding {

  /**
   * It says these facts.
   *
   * @param facts at least one
   */
  record Facts(List<Fact> facts) implements Finding {
    public Facts {
      facts = List.copyOf(facts);
    }
  }

  /** It says that what a trail sees was changed. */
  record Trail(TrailEvent event) implements Finding {}

  /** It says nothing that concerns us, and that is in order. */
  record Skip(SkipReason reason) implements Finding {}

  /**
   * It should say something and cannot be understood.
   *
   * @param message what is missing or wrong; holds no content of the record
   */
  record Bad(BadReason reason, String message) implements Finding {}

  /** Why a record is left out on purpose. */
  enum SkipReason {
    /** No operation of the list: read-only calls and everything that isolation does not touch. */
    NOT_GOVERNED,
    /** The call failed, and was no rejection: nothing was created, tagged, deployed or ended. */
    FAILED_CALL,
    /** Tags of one of SageMaker's other resource types. */
    OTHER_KIND,
    /** SageMaker's own doing that names no resource: the jobs that a tuning job starts. */
    SERVICE_EVENT;

    /** The code in metrics, e.g. {@code failed-call}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Why a record is put to the dead letters. */
  enum BadReason {
    INVALID_RECORD,
    UNKNOWN_EVENT_VERSION,
    MISSING_EVENT_NAME,
    MISSING_EVENT_ID,
    BAD_EVENT_TIME,
    FROM_THE_FUTURE,
    BAD_ACCOUNT,
    BAD_REGION,
    MISSING_NAME,
    BAD_NAME,
    BAD_RESOURCE_ARN;

    /** The code in dead letters and metrics, e.g. {@code missing-event-id}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
