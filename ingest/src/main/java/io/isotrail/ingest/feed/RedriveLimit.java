package io.isotrail.ingest.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.isotrail.schemas.settings.SettingsException;

/**
 * The queue's own limit of deliveries ({@code maxReceiveCount} of its RedrivePolicy, Amazon SQS
 * Developer Guide, "Using dead-letter queues"). Past it the queue moves a message away by itself,
 * without a word: our own limit has to come first, so that what is wrong is said.
 */
final class RedriveLimit {

  private static final JsonMapper MAPPER = new JsonMapper();

  private RedriveLimit() {}

  /**
   * Requires that our limit is below the queue's.
   *
   * @param receives our own limit
   * @param redrivePolicy the queue's attribute, JSON
   * @throws SettingsException naming both and the mend
   */
  static void require(int receives, String redrivePolicy, String queue) {
    int most;
    try {
      // A number, or a number as text: AWS takes both and gives back what it was given.
      most = MAPPER.readTree(redrivePolicy).path("maxReceiveCount").asInt(0);
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "isotrail.ingest.source: the RedrivePolicy of " + queue + " is no JSON", e);
    }
    if (most > 0 && receives >= most) {
      throw new SettingsException(
          "isotrail.ingest.sqs.receives: "
              + receives
              + " is not below the maxReceiveCount "
              + most
              + " of the redrive policy of "
              + queue
              + (most > 1
                  ? "; set it to " + (most - 1) + " or less, or raise maxReceiveCount"
                  : "; raise maxReceiveCount to 2 or more"));
    }
  }
}
